# SPDX-FileCopyrightText: Tequio contributors
# SPDX-License-Identifier: AGPL-3.0-or-later

mail-title = Notices by e-mail
mail-lead = If you want, we send your notices by e-mail, and by it you can come back if you lose your passphrase. Only you see your address: it is not in the community's log, it is kept encrypted under the node's key, and it is gone when you take it away or leave. Whoever operates the node's machine, and the servers by which a letter travels, could see it.
mail-give = Give an address
mail-other = Give another address
field-mail-address = Your e-mail
field-mail-address-help = A link is sent there to confirm that it is yours. Until you open it, we write nothing else to you.
field-mail-shape = Write one address, such as name@server.example, without accents.
mail-send = Send me the link
mail-confirmed = Confirmed
mail-unconfirmed = Not confirmed
mail-open-link = Open the link that was sent to you: it is good for two days. If it does not arrive, look whether the address is right and among unwanted mail, or give the address again.
mail-remove = Take my address away
mail-digest = What you get
mail-digest-how = How often do you want your unread notices?
mail-digest-off = Never: only to come back
mail-digest-daily = Each morning, if there is one
mail-digest-weekly = On Mondays, if there is one
mail-digest-help = A letter says what happened and where to see it, and we cannot encrypt it from end to end. It is plain text: nobody knows whether you opened it.
mail-confirm-title = Confirm your e-mail
mail-confirm-lead = If it was you who wanted us to write to this address, confirm it.
mail-confirm-do = Yes, it is my address
mail-confirm-subject = Confirm your address
mail-confirm-letter =
    Hello,

    Somebody who is a member of { $community } wants us to write to this address. If it was you, open this link and confirm it. It is good once, and for two days:

    { $link }

    If it was not you, do nothing: we will not write to you again about this.
mail-stop-title = No more notices
mail-stop-lead = You will get no more notices by e-mail. Your address stays for coming back; you take it away in “My account”.
mail-stop-do = I want no more notices by e-mail
mail-stopped = Done: we send you no more notices by e-mail.
mail-digest-subject = { $count ->
    [one] One notice
   *[other] { $count } notices
}
mail-digest-letter = Hello, { $name }. This is new for you in { $community }:
mail-digest-end =
    All your notices: { $all }

    We write to you because you chose so. To get no more of these letters, without signing in: { $stop }
mail-recovery-title = Come back by e-mail
mail-recovery-lead = If you confirmed an e-mail address in “My account”, we send you a link there to come back.
mail-recovery-ask = Send me the link
mail-recovery-asked = If there is somebody of that name who confirmed an address, a link is on its way. It is good once, and for an hour.
mail-recovery-else = Nothing arrives? Look among unwanted mail, or come back in another way:
mail-recovery-open = Choose a new passphrase. Your sessions, keys and codes of before are no longer good.
mail-recovery-code-help = Your account takes a second factor: write the six digits that your application shows. Without them, come back with a printed code or with two people who know you.
mail-recovery-subject = A link for you
mail-recovery-letter =
    Hello,

    Somebody asked to come back as { $name } in { $community }. If it was you, open this link. It is good once, and for an hour from when you asked:

    { $link }

    If it was not you, do not open it nor give it to anybody: your account is as it was.
mail-no-recovery-letter =
    Hello,

    Somebody asked to come back as { $name } in { $community }. You hold a mandate, and who holds one does not come back by e-mail alone, unless their account takes a second factor. If it was you, come back with a printed code or with two people who know you:

    { $link }

    If it was not you, do nothing: your account is as it was.
recover-by-mail = Did you confirm your e-mail?
error-mail-link-over = This link is no longer good: it was used, its time is over, or you asked for another one since.
error-mail-mandate = You hold a mandate, and your account takes no second factor: it cannot be done by e-mail. Come back with a printed code or with two people who know you.
error-too-many-letters = Several letters went out today to this address, or on your behalf. Wait until tomorrow.
done-mail-sent = We sent you a link. Open it to confirm that the address is yours.
done-mail-confirmed = Your e-mail is confirmed.
done-mail-removed = Your address is gone.
done-recovered-mail = You came in by e-mail, and we closed your other sessions. Make new printed codes now: those of before are no longer good.
done-recovered-mail-factor = You came in by e-mail; we closed your other sessions and took off your second factor and your passkeys, whichever you had. Set it up again, and make new printed codes.
notice-came-back-by-mail = Somebody came in as you by a link that was sent to your e-mail. If it was you, make new printed codes in your account. If not, talk to who coordinates.
log-member-come-back-by-mail = came back by a link that was sent to their e-mail
