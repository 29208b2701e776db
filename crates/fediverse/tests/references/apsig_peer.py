# SPDX-FileCopyrightText: Tequio contributors
# SPDX-License-Identifier: AGPL-3.0-or-later

"""Verifies and signs with apsig: a JSON object a line in, a JSON value a line out."""

import json
import sys

from apsig import ProofSigner, ProofVerifier
from apsig.draft.sign import Signer
from apsig.draft.verify import Verifier
from apsig.rfc9421 import RFC9421Signer, RFC9421Verifier
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_der_private_key, load_pem_public_key


def answer(asked):
    body = asked.get("body", "").encode()
    match asked["what"]:
        case "verify cavage":
            verifier = Verifier(asked["pem"], asked["method"], asked["url"], asked["headers"], body)
            return verifier.verify(raise_on_fail=True)
        case "verify rfc9421":
            key = load_pem_public_key(asked["pem"].encode())
            verifier = RFC9421Verifier(key, asked["method"], asked["path"], asked["host"], asked["headers"], body)
            return verifier.verify(raise_on_fail=True)
        case "verify proof":
            return ProofVerifier(asked["key"]).verify(asked["document"], raise_on_fail=True)
        case "sign cavage":
            key = load_der_private_key(bytes.fromhex(asked["key"]), None)
            return Signer({}, key, asked["method"], asked["url"], asked["key_id"], body).sign()
        case "sign rfc9421":
            key = load_der_private_key(bytes.fromhex(asked["key"]), None)
            headers = {"content-type": "application/activity+json"}
            return RFC9421Signer(key, asked["key_id"]).sign(asked["method"], asked["path"], asked["host"], headers, body)
        case "sign proof":
            key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(asked["key"]))
            return ProofSigner(key).sign(asked["document"], asked["options"])


for line in sys.stdin:
    try:
        print(json.dumps({"gave": answer(json.loads(line))}))
    except Exception as error:
        print(json.dumps({"refused": f"{type(error).__name__}: {error}"}))
