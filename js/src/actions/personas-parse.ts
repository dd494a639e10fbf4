/** What people type into the fields of a persona that are not plain text. Errors say what is right. */

function numberOf(text: string): number {
  const plain = text
    .trim()
    .replace(/\u2212/g, "-")
    .replace(",", ".");
  return /^[-+]?(\d+\.?\d*|\.\d+)$/.test(plain) ? Number(plain) : Number.NaN;
}

/** 62, "62 %" or "62,5" as a share from 0 to 1; nothing as none. */
export function shareOf(text: string): number | null {
  if (!text.trim()) return null;
  const percent = numberOf(text.replace(/\s*%\s*$/, ""));
  if (!(percent >= 0 && percent <= 100)) {
    throw new Error("A share is a number from 0 to 100 (%).");
  }
  return Number((percent / 100).toFixed(6));
}

export function traitOf(text: string): number {
  const value = numberOf(text);
  if (!(value >= -1 && value <= 1)) throw new Error("A trait is a number from −1 to 1.");
  return value;
}

/** #rgb or #rrggbb, with or without the #; nothing as none. */
export function colorOf(text: string): string | null {
  const digits = text.trim().replace(/^#/, "");
  if (!digits) return null;
  if (!/^([0-9a-f]{3}|[0-9a-f]{6})$/i.test(digits)) {
    throw new Error("A colour is # and three or six digits, such as #3a7bd5.");
  }
  return `#${digits.toLowerCase()}`;
}

export function initialsOf(text: string): string {
  const letters = text.trim();
  if ([...letters].length > 3) throw new Error("Initials are one to three letters.");
  return letters;
}
