"""Make a browser trust an authority of ours: through NSS, the library in which Chromium looks for those of its user."""

import shlex
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import CDLL, Structure, byref, c_char_p, c_int, c_uint, c_ulong, c_void_p
from pathlib import Path

from trustme import CA

TRUSTED_CA = 0x18  # CERTDB_VALID_CA | CERTDB_TRUSTED_CA of certdb.h: what certutil writes as "C"


class Item(Structure):
    """A SECItem: bytes and their number."""

    _fields_ = (("kind", c_int), ("content", c_char_p), ("length", c_uint))


def write_trusting_browser(folder: Path, browser: Path, authority: CA) -> Path:
    """A program that is this browser in a home where the authority is trusted; whoever runs it may write there."""
    database = folder / ".pki" / "nssdb"
    database.mkdir(parents=True)
    trust(database, authority)
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o777)
    program = folder / "browser"
    program.write_text(f'#!/bin/sh\nHOME={shlex.quote(str(folder))} exec {shlex.quote(str(browser))} "$@"\n')
    program.chmod(0o755)
    return program


def trust(database: Path, authority: CA) -> None:
    """Write the authority into a new database of NSS, as `certutil -A -t C,,` does."""
    der = ssl.PEM_cert_to_DER_cert(authority.cert_pem.bytes().decode())
    with open_nss(database) as nss:
        slot = c_void_p(nss.PK11_GetInternalKeySlot())
        check(nss.PK11_InitPin(slot, b"", b""))
        certificates = c_void_p(nss.CERT_GetDefaultCertDB())
        certificate = c_void_p(
            nss.CERT_NewTempCertificate(certificates, byref(Item(0, der, len(der))), None, c_int(0), c_int(1))
        )
        check(nss.PK11_ImportCert(slot, certificate, c_ulong(0), b"ours", c_int(0)))
        check(nss.CERT_ChangeCertTrust(certificates, certificate, byref((c_uint * 3)(TRUSTED_CA, 0, 0))))
        nss.CERT_DestroyCertificate(certificate)
        nss.PK11_FreeSlot(slot)


@contextmanager
def open_nss(database: Path) -> Iterator[CDLL]:
    """The library, at work on this database."""
    nss = CDLL("libnss3.so")
    for name in ("PK11_GetInternalKeySlot", "CERT_GetDefaultCertDB", "CERT_NewTempCertificate"):
        getattr(nss, name).restype = c_void_p
    check(nss.NSS_InitReadWrite(f"sql:{database}".encode()))
    try:
        yield nss
    finally:
        nss.NSS_Shutdown()


def check(status: int) -> None:
    """Raise where NSS says that it did not work."""
    if status != 0:
        raise OSError("NSS did not take it")
