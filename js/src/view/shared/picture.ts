/** A picture file as a data URL that is small enough to travel with the journey. */

const LIMIT = 180_000; // characters: leaves room in a message of 256 KB
const SIDES = [960, 640, 420, 280];
const QUALITIES = [0.86, 0.7, 0.5];

/** Throws an Error that says what is wrong with the file. */
export async function pictureOf(file: Blob, limit = LIMIT): Promise<string> {
  if (!/^image\/(png|jpeg|webp|gif)$/.test(file.type)) {
    throw new Error("A picture must be a PNG, JPEG, WebP or GIF file.");
  }
  if (file.size * 1.37 < limit) return dataUrl(file);
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(file);
  } catch {
    throw new Error("This file cannot be read as a picture.");
  }
  try {
    for (const side of SIDES) {
      for (const quality of QUALITIES) {
        const url = drawn(bitmap, side, quality);
        if (url.length <= limit) return url;
      }
    }
  } finally {
    bitmap.close();
  }
  throw new Error("This picture stays too large even when it is made smaller.");
}

function drawn(bitmap: ImageBitmap, side: number, quality: number): string {
  const scale = Math.min(1, side / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  canvas.getContext("2d")?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  const webp = canvas.toDataURL("image/webp", quality);
  // A browser that cannot write WebP answers with a PNG, which has no quality.
  return webp.startsWith("data:image/webp") ? webp : canvas.toDataURL("image/jpeg", quality);
}

function dataUrl(file: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(new Error("This file cannot be read."));
    reader.readAsDataURL(file);
  });
}

/** Ask for a picture file. Nothing is called where the person chooses none. */
export function choosePicture(take: (url: string) => void, fail: (reason: string) => void): void {
  const input = document.createElement("input");
  input.type = "file";
  input.accept = "image/png,image/jpeg,image/webp,image/gif";
  input.addEventListener("change", () => {
    const file = input.files?.[0];
    if (file) pictureOf(file).then(take, (error: Error) => fail(error.message));
  });
  input.click();
}
