"""Messages by e-mail."""

from __future__ import annotations

import smtplib
import ssl
from contextlib import closing, suppress
from email.message import EmailMessage
from email.utils import formatdate
from typing import Final

from learning.domain.channels import MailRoute, MailSecurity
from learning.domain.errors import NotDelivered
from services.delivery.messages import Parcel

TIMEOUT_SECONDS: Final = 10
ID_HEADER: Final = "X-Bellwether-Delivery"
LONGEST_REASON: Final = 200


def send_mail(name: str, route: MailRoute, password: str | None, parcel: Parcel) -> str | None:
    """Hand a message to the mail server of a channel; every try carries the same Message-ID.

    Returns:
        Who was refused while others got it, in words: trying again would send them the same once more.

    Raises:
        NotDelivered: The server is not there, is slow, is not who it should be, or refuses.
    """
    try:
        with closing(_connect(route)) as server:
            if route.user and password is not None:
                server.login(route.user, password)
            refused = server.send_message(_mail(route, parcel))
            # It is taken, whatever becomes of the farewell.
            with suppress(OSError, smtplib.SMTPException):
                server.quit()
    except smtplib.SMTPRecipientsRefused as error:
        raise NotDelivered(name, _refused_words(error.recipients)) from error
    except smtplib.SMTPAuthenticationError as error:
        # The server's own words may repeat what it was told.
        raise NotDelivered(name, f"the mail server refused user and password ({error.smtp_code})") from error
    except smtplib.SMTPResponseException as error:
        raise NotDelivered(name, f"the mail server answered {error.smtp_code} {_line(error.smtp_error)}") from error
    except ssl.SSLError as error:
        raise NotDelivered(
            name, f"the mail server's encryption cannot be trusted ({error.reason or 'no reason'})"
        ) from error
    except TimeoutError as error:
        raise NotDelivered(name, f"{route.host} did not answer within {TIMEOUT_SECONDS} seconds") from error
    except (OSError, smtplib.SMTPException) as error:
        raise NotDelivered(name, f"{route.host}, port {route.port}: {_line(str(error))}") from error
    return f"Some got it, but {_refused_words(refused)}." if refused else None


def _connect(route: MailRoute) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if route.security is MailSecurity.TLS:
        return smtplib.SMTP_SSL(route.host, route.port, timeout=TIMEOUT_SECONDS, context=context)
    server = smtplib.SMTP(route.host, route.port, timeout=TIMEOUT_SECONDS)
    if route.security is MailSecurity.STARTTLS:
        try:
            server.starttls(context=context)
        except BaseException:
            server.close()
            raise
    return server


def _mail(route: MailRoute, parcel: Parcel) -> EmailMessage:
    mail = EmailMessage()
    # A line break in a subject would end the header: titles hold names from outside.
    mail["Subject"] = " ".join(parcel.message.title.split())
    mail["From"] = route.sender
    mail["To"] = ", ".join(route.recipients)
    mail["Date"] = formatdate(usegmt=True)
    mail["Message-ID"] = f"<{parcel.public_id}@bellwether>"
    mail[ID_HEADER] = parcel.public_id
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(f"{parcel.message.text}\n")
    return mail


def _refused_words(refused: dict[str, tuple[int, bytes]]) -> str:
    return "; ".join(f"{who} was refused ({code})" for who, (code, _) in sorted(refused.items()))


def _line(text: str | bytes) -> str:
    plain = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return " ".join(plain.split())[:LONGEST_REASON].rstrip(".")
