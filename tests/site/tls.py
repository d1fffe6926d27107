"""What a server on loopback needs to speak TLS, with a certificate of our own."""

import ssl
from ssl import SSLContext

from trustme import CA, LeafCert


def speak_tls(certificate: LeafCert | CA) -> SSLContext:
    """A server's side of TLS with this certificate; an authority's own one is signed by nobody else."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    if isinstance(certificate, LeafCert):
        certificate.configure_cert(context)
    else:
        with certificate.cert_pem.tempfile() as chain, certificate.private_key_pem.tempfile() as key:
            context.load_cert_chain(chain, key)
    return context
