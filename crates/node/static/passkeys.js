// SPDX-FileCopyrightText: Tequio contributors
// SPDX-License-Identifier: AGPL-3.0-or-later
// @license magnet:?xt=urn:btih:0b31508aeb0634b347b8270c7bee4d411b5d4109&dn=agpl-3.0.txt AGPL-3.0

// What browsers let nobody do without a script: making a passkey, and coming in by one. It shows what the pages hide from
// browsers without scripts, asks the browser, and sends its answer by the page's own form.
"use strict";

(() => {
  if (!window.PublicKeyCredential || !navigator.credentials) return;

  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

  const make = async (options) => {
    options.challenge = bytes(options.challenge);
    options.user.id = bytes(options.user.id);
    for (const known of options.excludeCredentials) known.id = bytes(known.id);
    const { response } = await navigator.credentials.create({ publicKey: options });
    return {
      attestationObject: text(response.attestationObject),
      clientDataJSON: text(response.clientDataJSON),
      clientExtensionResults: {},
      transports: [],
    };
  };

  const use = async (options) => {
    options.challenge = bytes(options.challenge);
    delete options.allowCredentials;
    const { id, response } = await navigator.credentials.get({ publicKey: options });
    return {
      authenticatorData: text(response.authenticatorData),
      clientDataJSON: text(response.clientDataJSON),
      clientExtensionResults: {},
      id,
      signature: text(response.signature),
      userHandle: text(response.userHandle),
    };
  };

  for (const element of document.querySelectorAll("[data-passkey]")) {
    element.hidden = element.dataset.passkey === "without";
    const ask = { make, use }[element.dataset.passkey];
    if (!ask) continue;
    element.addEventListener("submit", async (event) => {
      event.preventDefault();
      const failed = element.querySelector("[role=alert]");
      failed.hidden = true;
      try {
        element.elements.answer.value = JSON.stringify(await ask(JSON.parse(element.dataset.options)));
        element.submit();
      } catch {
        failed.hidden = false;
      }
    });
  }
})();
// @license-end
