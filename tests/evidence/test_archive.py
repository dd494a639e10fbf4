"""Archives from elsewhere: what they hold is read, and nothing that harms."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from journeywidgets.errors import EvidenceError
from journeywidgets.evidence.archive import Archive, Limits, check


def _zip(*members: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, data in members:
            archive.writestr(name, data, compress_type=method)
    return file.getvalue()


def test_members_are_read_from_a_path_and_from_bytes(tmp_path: Path) -> None:
    data = _zip(("project.qde", b"<Project/>"), ("sources/", b""), ("sources/a.txt", b"words"))
    path = tmp_path / "study.qdpx"
    path.write_bytes(data)
    for given in (path, str(path), data):
        with Archive(given) as archive:
            assert archive.names == ("project.qde", "sources/a.txt")
            assert archive.read("sources/a.txt") == b"words"


def test_a_member_is_found_whatever_the_case_of_its_path() -> None:
    with Archive(_zip(("Sources/A.txt", b"words"))) as archive:
        assert archive.find("sources/a.TXT") == "Sources/A.txt"
        assert archive.read("sources/a.txt") == b"words"
        assert "sources/b.txt" not in archive
        with pytest.raises(EvidenceError, match="no such member"):
            archive.read("sources/b.txt")


def _link() -> tuple[zipfile.ZipInfo, bytes]:
    info = zipfile.ZipInfo("sources/a.txt")
    info.create_system = 3
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info, b"/etc/passwd"


def _encrypted() -> bytes:
    data = bytearray(_zip(("a.txt", b"words")))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        struct.pack_into("<H", data, data.index(signature) + offset, 1)
    return bytes(data)


def _twice() -> bytes:
    with pytest.warns(UserWarning, match="Duplicate name"):
        return _zip(("a.txt", b"one"), ("a.txt", b"two"))


_SLIP = "leads out of the folder"


@pytest.mark.parametrize(
    ("make", "problem"),
    [
        (lambda: _zip(("../a.txt", b"")), _SLIP),
        (lambda: _zip(("sources/../../a.txt", b"")), _SLIP),
        (lambda: _zip(("/etc/a.txt", b"")), _SLIP),
        (lambda: _zip(("C:/a.txt", b"")), _SLIP),
        (lambda: _zip(("sources\\..\\..\\a.txt", b"")), _SLIP),
        (lambda: _zip(_link()), "is a link"),
        (_encrypted, "is encrypted"),
        (_twice, "path of another member"),
        (lambda: _zip(("A.txt", b"one"), ("a.txt", b"two")), "path of another member"),
        (lambda: _zip(("a.txt", b"a" * 100), method=zipfile.ZIP_LZMA), "packed by method 14"),
        (lambda: _zip(("a.txt", b"\0" * 5_000_000)), "more than 200 times its packed size"),
        (lambda: b"no zip file at all", "no zip file"),
        (lambda: b"", "no zip file"),
        (lambda: _zip(("a.txt", b"words" * 100))[:-30], "no zip file"),
    ],
)
def test_a_hostile_or_damaged_archive_is_refused_as_a_whole(make: Callable[[], bytes], problem: str) -> None:
    data = make()
    with pytest.raises(EvidenceError, match=problem):
        Archive(data)
    with pytest.raises(EvidenceError, match=problem):
        check(data)


@pytest.mark.parametrize(
    ("limits", "problem"),
    [
        (Limits(file=50), "file has .* bytes. At most 50"),
        (Limits(members=2), "has 3 members. At most 2"),
        (Limits(member=999), "member 1 of 3 .* unpacks to 1,000 bytes"),
        (Limits(total=2_999), "unpacks to 3,000 bytes"),
        (Limits(ratio=2, slack=0), "more than 2 times"),
    ],
)
def test_limits_are_kept(limits: Limits, problem: str) -> None:
    data = _zip(*((f"{number}.txt", bytes(1_000)) for number in range(3)))
    check(data)
    with pytest.raises(EvidenceError, match=problem):
        Archive(data, limits)


def test_a_ratio_counts_only_beyond_the_slack() -> None:
    check(_zip(("short.txt", b"\n" * 900_000)))


def test_members_that_overlap_are_refused() -> None:
    # Entries of the directory that point to the same packed bytes: small to send, large to unpack.
    data = _zip(("0.txt", bytes(range(256)) * 40), method=zipfile.ZIP_STORED)
    first, end = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
    entry = data[first:end]
    more = b"".join(entry.replace(b"0.txt", b"%d.txt" % number) for number in range(1, 6))
    made = bytearray(data[:end] + more + data[end:])
    struct.pack_into("<HHL", made, end + len(more) + 8, 6, 6, len(entry + more))
    with pytest.raises(EvidenceError, match="overlap"):
        Archive(bytes(made))


def test_a_member_that_is_another_archive_stays_packed() -> None:
    inner = _zip(("bomb.txt", b"\0" * 50_000_000))
    with Archive(_zip(("inner.zip", inner))) as archive:
        assert archive.read("inner.zip") == inner
    with pytest.raises(EvidenceError, match="more than 200 times"):
        Archive(inner)


def test_a_member_that_unpacks_to_other_than_it_declares_is_damaged() -> None:
    data = bytearray(_zip(("a.txt", bytes(range(256)) * 400)))
    struct.pack_into("<L", data, data.index(b"PK\x01\x02") + 24, 100)  # the size unpacked, in the directory
    with Archive(bytes(data)) as archive, pytest.raises(EvidenceError, match=r"member 1 of the archive is .*damaged"):
        archive.read("a.txt")


def test_what_is_read_adds_up_to_the_limit() -> None:
    data = _zip(("a.txt", b"1234"), ("b.txt", b"5678"))
    with Archive(data, Limits(total=8)) as archive:
        assert archive.read("a.txt") + archive.read("b.txt") == b"12345678"
        with pytest.raises(EvidenceError, match="At most 0"):
            archive.read("a.txt")
    with Archive(data) as archive, pytest.raises(EvidenceError, match="At most 3"):
        archive.read("a.txt", 3)


def test_no_message_shows_the_path_of_a_member() -> None:
    for name in ("../Planted Name.txt", "Planted Name.txt"):
        with pytest.raises(EvidenceError) as caught, Archive(_zip((name, b"\0" * 5_000_000))) as archive:
            archive.read("Planted Name 2.txt")
        assert "Planted" not in str(caught.value)


def test_a_file_that_is_not_there_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(EvidenceError, match="the file cannot be read"):
        Archive(tmp_path / "gone.qdpx")
