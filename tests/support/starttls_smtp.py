"""A mail server on the loopback network that takes one mail, with or without STARTTLS (RFC 3207).

python3 starttls_smtp.py CERTIFICATE KEY yes|no: prints "listening PORT", then each line that it is
told ("tls" or "plain" before it), and "secured VERSION" once it is encrypted.
"""
import socket
import ssl
import sys


def converse(client, context, offers):
    lines, how = client.makefile("rwb", buffering=0), "plain"

    def say(text):
        lines.write(text.encode() + b"\r\n")

    say("220 test")
    while raw := lines.readline():
        line = raw.decode("utf-8", "replace").rstrip("\r\n")
        print(how, line, flush=True)
        verb = line.split(" ")[0].upper()
        if verb == "EHLO":
            features = ["250-test"]
            if offers and how == "plain":
                features.append("250-STARTTLS")
            say("\r\n".join(features + ["250 AUTH PLAIN"]))
        elif verb == "STARTTLS" and offers:
            say("220 go on")
            client = context.wrap_socket(client, server_side=True)
            lines, how = client.makefile("rwb", buffering=0), "tls"
            print("secured", client.version(), flush=True)
        elif verb == "AUTH":
            if len(line.split(" ")) < 3:
                say("334 ")
                lines.readline()
            say("235 welcome")
        elif verb == "DATA":
            say("354 go on")
            while (raw := lines.readline()) not in (b".\r\n", b""):
                print(how, raw.decode("utf-8", "replace").rstrip("\r\n"), flush=True)
            say("250 taken")
        elif verb == "QUIT":
            say("221 bye")
            return
        else:
            say("250 ok")


def main():
    certificate, key, offers = sys.argv[1:]
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        print("listening", listener.getsockname()[1], flush=True)
        while True:
            client, _ = listener.accept()
            try:
                with client:
                    converse(client, context, offers == "yes")
            except (ssl.SSLError, OSError) as error:
                print("broken", error, flush=True)


main()
