# SPDX-FileCopyrightText: Tequio contributors
# SPDX-License-Identifier: AGPL-3.0-or-later

mail-title = Avisos por correo
mail-lead = Si quieres, te mandamos tus avisos por correo, y con él puedes volver a entrar si pierdes tu frase. Tu dirección la ves solo tú: no está en el libro de la comunidad, se guarda cifrada con la llave del nodo y se borra cuando la quitas o te vas. Quien opera la computadora del nodo, y los servidores por los que pasa una carta, podrían verla.
mail-give = Dar una dirección
mail-other = Dar otra dirección
field-mail-address = Tu correo
field-mail-address-help = Ahí te llega un enlace para confirmar que es tuyo. Mientras no lo abras, no te escribimos nada más.
field-mail-shape = Escribe una sola dirección, como nombre@servidor.example, sin acentos.
mail-send = Mandarme el enlace
mail-confirmed = Confirmado
mail-unconfirmed = Sin confirmar
mail-open-link = Abre el enlace que te llegó: sirve dos días. Si no llega, revisa que la dirección esté bien y el correo no deseado, o da la dirección otra vez.
mail-remove = Quitar mi dirección
mail-digest = Qué te llega
mail-digest-how = ¿Cada cuándo quieres tus avisos sin leer?
mail-digest-off = Nunca: solo para volver a entrar
mail-digest-daily = Cada mañana, si hay alguno
mail-digest-weekly = Los lunes, si hay alguno
mail-digest-help = Una carta dice qué pasó y dónde verlo, y viaja sin que la podamos cifrar de punta a punta. Es texto solo: nadie sabe si la abriste.
mail-confirm-title = Confirmar tu correo
mail-confirm-lead = Si tú pediste que te escribamos a esta dirección, confírmalo.
mail-confirm-do = Sí, es mi dirección
mail-confirm-subject = Confirma tu dirección
mail-confirm-letter =
    Hola:

    Alguien que es integrante de { $community } quiere que le escribamos a esta dirección. Si fuiste tú, abre este enlace y confírmalo. Sirve una vez, y dos días:

    { $link }

    Si no fuiste tú, no hagas nada: no te volvemos a escribir por esto.
mail-stop-title = Dejar de recibir avisos
mail-stop-lead = Ya no te llegarán avisos por correo. Tu dirección se queda para volver a entrar; la quitas en «Mi cuenta».
mail-stop-do = Ya no quiero avisos por correo
mail-stopped = Listo: ya no te mandamos avisos por correo.
mail-digest-subject = { $count ->
    [one] Un aviso
   *[other] { $count } avisos
}
mail-digest-letter = Hola, { $name }. Esto es lo nuevo para ti en { $community }:
mail-digest-end =
    Todos tus avisos: { $all }

    Te escribimos porque así lo elegiste. Para dejar de recibir estas cartas, sin entrar: { $stop }
mail-recovery-title = Volver por correo
mail-recovery-lead = Si confirmaste un correo en «Mi cuenta», te mandamos ahí un enlace para volver a entrar.
mail-recovery-ask = Mandarme el enlace
mail-recovery-asked = Si hay alguien con ese nombre que confirmó su correo, ya le mandamos un enlace. Sirve una vez, y una hora.
mail-recovery-else = ¿No llega? Revisa el correo no deseado, o vuelve de otra manera:
mail-recovery-open = Pon una frase nueva. Tus sesiones, llaves y códigos de antes dejan de servir.
mail-recovery-code-help = Tu cuenta pide un segundo paso: escribe los seis números que muestra tu aplicación. Sin ellos, vuelve con un código impreso o con dos personas que te conozcan.
mail-recovery-subject = Un enlace para ti
mail-recovery-letter =
    Hola:

    Alguien pidió volver a entrar como { $name } en { $community }. Si fuiste tú, abre este enlace. Sirve una vez, y una hora desde que lo pediste:

    { $link }

    Si no fuiste tú, no lo abras ni se lo des a nadie: tu cuenta sigue como estaba.
mail-no-recovery-letter =
    Hola:

    Alguien pidió volver a entrar como { $name } en { $community }. Tienes un cargo, y quien tiene un cargo no vuelve solo por correo, a menos que su cuenta pida un segundo paso. Si fuiste tú, vuelve con un código impreso o con dos personas que te conozcan:

    { $link }

    Si no fuiste tú, no hagas nada: tu cuenta sigue como estaba.
recover-by-mail = ¿Confirmaste tu correo?
error-mail-link-over = Este enlace ya no sirve: ya se usó, pasó su tiempo, o pediste otro después.
error-mail-mandate = Tienes un cargo, y tu cuenta no pide un segundo paso: por correo no se puede. Vuelve con un código impreso o con dos personas que te conozcan.
error-too-many-letters = A esta dirección, o de tu parte, ya salieron varias cartas hoy. Espera a mañana.
done-mail-sent = Te mandamos un enlace. Ábrelo para confirmar que la dirección es tuya.
done-mail-confirmed = Tu correo quedó confirmado.
done-mail-removed = Tu dirección quedó borrada.
done-recovered-mail = Entraste por correo, y cerramos tus otras sesiones. Haz ahora tus códigos impresos nuevos: los de antes no sirven.
done-recovered-mail-factor = Entraste por correo; cerramos tus otras sesiones y quitamos tu segundo paso y tus llaves de acceso, lo que tuvieras. Ponlo otra vez, y haz códigos impresos nuevos.
notice-came-back-by-mail = Alguien entró como tú por un enlace que llegó a tu correo. Si fuiste tú, haz códigos impresos nuevos en tu cuenta. Si no, habla con quien coordina.
log-member-come-back-by-mail = volvió por un enlace que llegó a su correo
