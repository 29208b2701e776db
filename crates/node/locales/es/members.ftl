# SPDX-FileCopyrightText: Tequio contributors
# SPDX-License-Identifier: AGPL-3.0-or-later

members-title = Integrantes
members-invite = Invitar
members-requests = { $count ->
    [one] Una solicitud
   *[other] { $count } solicitudes
}
members-since = desde el { $day }
mandates-title = Cargos
field-your-name = Tu nombre
field-your-name-help = Como quieras que te digan. No tiene que ser el de tu credencial. Con él entras.
field-name-shape = Escribe al menos dos letras, sin signos invisibles.
field-name-taken = Alguien en la comunidad ya usa ese nombre, o uno que se ve igual. Agrega algo para distinguirte.
field-passphrase = Frase de acceso
field-passphrase-help = Es tu contraseña. Cuatro o cinco palabras que no tengan que ver entre sí son fáciles de recordar y difíciles de adivinar.
field-passphrase-short = Es muy corta: usa al menos 8 caracteres; mejor, cuatro o cinco palabras.
field-passphrase-long = Es demasiado larga: deja menos de mil caracteres.
field-passphrase-pattern = Las teclas o letras seguidas y lo que se repite se adivinan pronto. Usa cuatro o cinco palabras que no tengan que ver entre sí.
field-passphrase-date = Las fechas y los años se adivinan pronto. Usa cuatro o cinco palabras que no tengan que ver entre sí.
field-passphrase-guessable = Es fácil de adivinar. Usa cuatro o cinco palabras que no tengan que ver entre sí.
field-passphrase-name = No uses tu nombre ni el de la comunidad como frase.
field-passphrase-wrong = Esa no es tu frase de acceso.
form-passphrase-again = Tu frase de acceso no la guardamos: escríbela otra vez.
form-secrets-again = Ni tu código ni tu frase los guardamos: escríbelos otra vez.
field-current-passphrase = Tu frase de acceso actual
field-new-passphrase = Tu nueva frase de acceso
field-code = Código del segundo paso
field-code-help = Solo si lo activaste: los seis números que muestra tu aplicación.
field-code-wrong = Ese código no es. Escribe los seis números que muestra tu aplicación ahora.
field-code-used = Ese código ya se usó: espera al siguiente código y escríbelo.
field-recovery-code = Uno de tus códigos impresos
field-recovery-code-unknown = Ese nombre y ese código no van juntos, o el código ya se usó.
field-accept-to-join = Para unirte hace falta aceptar los tres textos.
field-texts-changed = Mientras leías, la comunidad guardó otra versión de sus textos. Léela y acéptala.
field-number-range = Escribe un número entre 1 y { $limit }.
sign-in-title = Entrar
sign-in-button = Entrar
sign-in-lost = Olvidé mi frase o perdí mi segundo paso
sign-in-no-account = Todavía no soy integrante
sign-out = Cerrar sesión
recover-title = Volver con un código impreso
recover-lead = Escribe uno de los códigos que imprimiste o copiaste al unirte. Cada uno sirve una vez; tus otras sesiones se cierran.
recover-button = Entrar con la frase nueva
recover-no-codes = ¿No tienes tus códigos? Dos integrantes que te conozcan pueden decir que eres tú:
sessions-title = Mis sesiones
sessions-lead = Estos navegadores tienen tu cuenta abierta. Si no reconoces alguno, ciérralo y cambia tu frase.
sessions-this = Este
sessions-unknown = Un navegador
sessions-seen = Última vez: { $moment } · { $door }
sessions-now = En uso ahora · { $door }
sessions-by-node = por la dirección del nodo
sessions-by-own-host = por la dirección de la comunidad
sessions-by-onion = por el servicio onion
sessions-by-lan = por la red local
sessions-by-machine = en la computadora del nodo
sessions-by-gone = por una puerta que ya no existe
sessions-end = Cerrar
sessions-end-others = Cerrar todas las demás
codes-title = Tus códigos para volver
codes-lead = Cópialos en papel o imprime esta página ahora: no se vuelven a mostrar. Si olvidas tu frase, con ellos vuelves; sin ellos, solo con dos integrantes que te conozcan.
codes-keep = Cada código sirve una vez. Guárdalos donde guardas lo que no quieres perder.
codes-where = Para volver con uno, abre:
codes-next = Ya los guardé: continuar
join-title = Unirte a la comunidad
join-lead = Te invitaron a { $community }.
join-lead-accepted = Te dijeron que sí en { $community }. Elige tu frase de acceso y entra.
join-already = Ya eres parte de esta comunidad, { $name }.
join-somebody-else = Si la invitación es para otra persona en este mismo navegador, cierra primero tu sesión en «Mi cuenta».
join-account = ¿Ya tienes cuenta?
join-accept = Leí y acepto el texto fundador, el pacto y el aviso de privacidad
join-button = Unirme
request-title = Pedir unirte
request-vouching = Aquí también te pueden avalar dos integrantes que te conozcan: al enviar verás un código para enseñárselo en persona.
request-lead = Escribe cómo te llamas y, si quieres, unas palabras. Alguien de la comunidad te va a contestar.
request-sent = Tu solicitud está en camino.
request-come-back = Guarda este enlace: es tuyo. Cuando te acepten, ábrelo para elegir tu frase y entrar. Si nadie contesta en 30 días, la solicitud se borra y puedes mandar otra.
request-button = Enviar la solicitud
field-request-message = Unas palabras
field-request-message-help = Por ejemplo, quién te contó de la comunidad. Se borran cuando entras o si la respuesta es no; y a los 30 días si nadie contesta.
invitations-title = Invitaciones
invitations-button = Crear la invitación
invitations-made = Invitaciones hechas
invitation-title = Invitación
invitation-over = Ya no sirve
invitation-used = { $uses } de { $limit } lugares usados
invitation-until = sirve hasta el { $day }
invitation-qr = Código QR con el enlace de la invitación
invitation-scan = Que lo escaneen con la cámara del teléfono.
invitation-revoke = Anular esta invitación
invitation-share = Te invito a { $community }. Entra aquí: { $link }
field-purpose = Para qué o para quiénes
field-purpose-help = Para acordarte: «taller del sábado». Se ve en la lista de invitaciones.
field-uses = Para cuántas personas
field-days = Cuántos días sirve
requests-title = Solicitudes
requests-empty = Nadie está esperando respuesta.
requests-name-taken = Ya hay alguien con ese nombre, o con uno que se ve igual: al entrar va a tener que elegir otro.
requests-accept = Aceptar
requests-decline = No por ahora
requests-decline-together = No por ahora a las { $count } que llegaron juntas
requests-together = Llegó junto con otras: { $count } del mismo lugar en una hora. Puede ser un grupo, o alguien que insiste.
requests-help = Quien la mandó tiene un enlace suyo: al aceptar, ahí mismo puede entrar. Sus palabras se borran cuando entra o si dices que no. Lo que nadie contesta se borra a los 30 días de mandado; lo aceptado que no se usa, a los 60.
me-title = Mis datos
me-lead = Todo lo que la comunidad guarda de ti. Es tuyo: míralo, descárgalo, corrígelo o bórralo.
me-name = Tu nombre
me-kept = Lo que se guarda
me-joined = Te uniste el
me-accepted = aceptaste la versión { $version } el { $day }
me-entries = { $count ->
    [one] Una publicación
   *[other] { $count } publicaciones
}
me-files = { $count ->
    [one] 1 archivo que agregaste
   *[other] { $count } archivos que agregaste
}
me-messages = { $count ->
    [one] Un mensaje
   *[other] { $count } mensajes
}
me-replies = { $count ->
    [one] Una respuesta a una actividad
   *[other] { $count } respuestas a actividades
}
me-stances = { $count ->
    [0] Nada que dijiste de propuestas
    [one] Lo que dijiste de una propuesta
   *[other] Lo que dijiste de { $count } propuestas
}
me-decision-words = { $count ->
    [0] Nada que escribiste en acuerdos
    [one] Un texto que escribiste en acuerdos
   *[other] { $count } textos que escribiste en acuerdos
}
me-records = { $count ->
    [0] Ningún acta de la que dijiste si así fue
    [one] Un acta de la que dijiste si así fue
   *[other] { $count } actas de las que dijiste si así fue
}
me-progress = { $count ->
    [0] Ninguna vez que contaste cómo va una tarea
    [one] Una vez que contaste cómo va una tarea
   *[other] { $count } veces que contaste cómo va una tarea
}
me-confirmations = { $count ->
    [one] Un cargo que confirmaste
   *[other] { $count } cargos que confirmaste
}
me-calls = { $count ->
    [one] Una elección que convocaste
   *[other] { $count } elecciones que convocaste
}
me-candidacies = { $count ->
    [one] Una elección en que te propusiste
   *[other] { $count } elecciones en que te propusiste
}
me-supports = { $count ->
    [one] Un apoyo a una candidatura
   *[other] { $count } apoyos a candidaturas
}
me-invitations = { $count ->
    [one] Una invitación que hiciste
   *[other] { $count } invitaciones que hiciste
}
me-documents = { $count ->
    [one] Una versión de un texto de la comunidad que escribiste
   *[other] { $count } versiones de textos de la comunidad que escribiste
}
me-notices = { $count ->
    [one] Un aviso
   *[other] { $count } avisos
}
me-sessions = { $count ->
    [one] Una sesión abierta
   *[other] { $count } sesiones abiertas
}
me-devices = { $count ->
    [one] Un navegador en que entraste
   *[other] { $count } navegadores en que entraste
}
me-whole = También tu frase (de modo que nadie la puede leer), tu segundo paso si lo activaste y tus códigos impresos. El archivo lo trae todo, con sus palabras y sus fechas.
me-to-accept = Hay versiones nuevas por aceptar
me-see-changes = mira qué cambió y acéptalo
me-go = Cerrar sesión o irte
me-accept = Acepto esta versión
me-export = Descargar todo (para otra computadora: JSON)
me-feed = Tu calendario
me-feed-help = Con esta dirección, la aplicación de calendario de tu teléfono muestra todo lo que tú puedes ver en la agenda, y te recuerda dos horas antes aquello a lo que dijiste que ibas. Quien la tenga ve lo mismo: no la compartas. Si se la diste a alguien por error, haz una nueva; la anterior deja de servir en ese momento y hay que volver a suscribir tus aplicaciones.
me-feed-news = Y con esta, un lector de noticias (Atom) muestra lo nuevo que tú puedes ver:
me-feed-renew = Hacer una dirección nueva
me-safe = Tu cuenta segura
me-change-passphrase = Cambiar mi frase de acceso
me-codes = { $count ->
    [0] Ya no te quedan códigos impresos
    [one] Te queda un código impreso
   *[other] Te quedan { $count } códigos impresos
}
me-codes-help = Al hacer códigos nuevos, los anteriores dejan de servir.
me-codes-button = Hacer códigos nuevos
me-leave = Irme de la comunidad o borrar mis datos
factor-title = Segundo paso para entrar
factor-on = Activo
factor-has = Tu cuenta pide un código además de tu frase. En esta sesión todavía no lo has dado: dalo aquí.
factor-given = Tu cuenta pide un código además de tu frase. En esta sesión ya lo diste.
factor-lead = Con una aplicación libre como Aegis o FreeOTP: escanea este código desde otra pantalla, o ábrelo en este mismo teléfono. Después escribe los seis números que te muestre.
factor-open = Abrir en mi aplicación
factor-qr = Código QR para tu aplicación de códigos
factor-by-hand = O escribe a mano esta clave:
factor-button = Activar
factor-give = Dar el código en esta sesión
factor-remove = Quitar el segundo paso
leave-title = Irte de la comunidad
leave-lead = Antes de decidir, esto es lo que pasa:
leave-stays = Lo que publicaste para la comunidad se queda, sin tu nombre si pides que se borren tus datos.
leave-goes = Si pides borrar: tu nombre, tus mensajes, tus respuestas y tus códigos desaparecen para siempre, también del libro: se destruye la llave con que estaban cifrados.
leave-copies = Lo que otras personas ya copiaron o descargaron no lo podemos borrar.
leave-vacant = Nadie más tiene este cargo. Si te vas, queda vacante y regresa a la asamblea: le avisamos a todas las personas de la comunidad, y dos pueden convocar a elegir.
leave-choose-first = Si puedes, convoca a elegir antes de irte
leave-last = Eres la última persona de la comunidad. Si te vas, nadie podrá entrar ni invitar: sus páginas públicas se quedan como están.
leave-how = ¿Cómo quieres irte?
leave-only = Irme, y que se quede mi nombre en lo que hice
leave-erase = Irme y borrar mis datos para siempre
leave-button = Irme
me-sealed = Por la red local no se abren el archivo con tus datos, el segundo paso ni códigos impresos nuevos: va sin cifrado. Para eso, entra por la dirección del nodo o en su misma computadora.
request-vacant = Por ahora nadie tiene el cargo de contestar: puede tardar hasta que elijan. Tu solicitud se guarda 30 días.

## Llaves para programas
tokens-title = Llaves para programas
tokens-lead = Con una llave, un programa tuyo lee lo que tú puedes leer, y hace lo que le dejes. Si la pierdes de vista, termínala aquí: deja de servir en ese momento.
tokens-made = Tu llave nueva
tokens-made-help = Cópiala ahora: no se vuelve a mostrar. Quien la tenga lee lo que tú. Así se prueba, en una terminal:
tokens-until = Sirve hasta el { $day }
tokens-seen = usada { $moment }
tokens-unseen = sin usar
tokens-end = Terminar
tokens-new = Hacer una llave
tokens-label = Para qué es
tokens-label-help = Solo lo ves tú. Por ejemplo: el letrero de la biblioteca.
tokens-scopes = Además de leer, puede
tokens-scopes-help = Nunca puede votar, usar un cargo, ni cambiar quién eres o cómo entras.
tokens-scope-read = leer
tokens-scope-agenda = publicar y cambiar actividades, y decir que vas
tokens-scope-talk = escribir mensajes
tokens-scope-decide = proponer y escribir en las decisiones
tokens-days = Cuánto dura
tokens-days-of = { $count } días
tokens-make = Hacer la llave
me-tokens = { $count ->
    [one] Una llave para programas
   *[other] { $count } llaves para programas
}
done-shelf-closed = Cerrada: su enlace ya no abre nada, y lo que había se borró.
me-passkeys = { $count ->
    [one] Una llave de acceso
   *[other] { $count } llaves de acceso
}

passkeys-title = Mis llaves de acceso
passkeys-lead = Con una llave de acceso entras con tu huella, tu cara o el PIN de tu teléfono o de tu llave USB, sin escribir tu frase. Vale también como segundo paso. Tu frase se queda: la necesitas en otros aparatos y por otras direcciones.
passkeys-opens-here = abre por aquí
passkeys-opens-elsewhere = abre en { $host }
passkeys-opens-nowhere = ya no abre aquí: era de { $host }
passkeys-since = Desde el { $day }
passkeys-seen = usada por última vez el { $day }
passkeys-unseen = sin usar
passkeys-end = Quitar «{ $device }»
passkeys-new = Agregar una
passkeys-bound = Abrirá solo en { $host }. Si la comunidad se muda a otra dirección, deja de servir: entras con tu frase y haces otra.
passkeys-device = Cómo la llamas
passkeys-device-help = Solo lo ves tú. Por ejemplo: mi teléfono.
passkeys-ask = Seguir
passkeys-make = Crear «{ $device }»
passkeys-make-help = Tu navegador te preguntará dónde guardarla. Tienes cinco minutos.
passkeys-make-button = Crear la llave
passkeys-make-not = Mejor no
passkeys-make-failed = No se creó ninguna llave. Inténtalo otra vez. Si ese aparato ya tiene una de esta lista, con esa entras.
passkeys-without = Este navegador no puede crear llaves de acceso: para eso, y para nada más, hace falta dejarle correr scripts. Todo lo demás funciona igual.
passkeys-elsewhere = Por esta dirección no se pueden crear ni usar llaves de acceso. Se puede en { $address }; aquí entras con tu frase.
passkeys-nowhere = Este nodo no tiene una dirección con nombre y con cifrado: aquí no se pueden crear llaves de acceso. Entras con tu frase.
sign-in-passkey = Entrar con una llave de acceso
sign-in-passkey-failed = No se usó ninguna llave de acceso. Inténtalo otra vez, o entra con tu frase.
notice-passkey-added = Tu cuenta tiene una llave de acceso nueva: con ella se entra sin tu frase. Si no la hiciste tú, quítala, cambia tu frase y cierra tus otras sesiones.
log-member-add-passkey = agregó una llave de acceso
done-token-ended = Terminada: ya no abre nada.

## Volver con gente que te conoce, y avalar
recovery-title = Volver con dos personas que te conozcan
recovery-lead = Si perdiste tu frase y tus códigos impresos, dos integrantes que te conozcan pueden decir que eres tú.
recovery-step-ask = Di cómo te llamas aquí. Te damos un código corto y un enlace que solo tú guardas.
recovery-step-voices = Busca a dos que tengan al menos siete días aquí, en persona, y enséñales el código. Cada persona lo escribe en su teléfono, en Integrantes → «Avalar a alguien».
recovery-step-day = Un día después abres tu enlace y pones una frase nueva. En ese día avisamos a tu cuenta, por si no eras tú.
recovery-ask = Pedir mi código
recovery-code-lead = Enséñale este código, en persona, a dos integrantes que te conozcan:
recovery-link-lead = Y guarda este enlace: solo por él vuelves. No se lo des a nadie.
recovery-voices = Llevas { $voices } de { $wanted } personas.
recovery-opens = Se abre el { $moment }
recovery-why-wait = Es un día de espera, para que quien de verdad tiene la cuenta pueda decir que no. Vuelve después con este mismo enlace.
recovery-open = Dos personas dijeron que eres tú. Pon una frase nueva. Tus sesiones, llaves y códigos de antes dejan de servir.
recovery-come-in = Entrar
recovery-again = Pedirlo otra vez
vouch-title = Avalar a alguien
vouch-lead = Hace falta tener siete días en la comunidad. Si tienes enfrente a alguien que perdió cómo entrar, o que quiere unirse, pídele su código y escríbelo aquí.
vouch-code = Su código
vouch-code-help = Ocho letras y números, como ABCD-2345.
vouch-look = Ver quién dice ser
vouch-back = Dice ser { $name }, integrante de esta comunidad que perdió cómo entrar.
vouch-join = Dice llamarse { $name } y quiere unirse a la comunidad.
vouch-only-if = Di que sí solo si tienes a esa persona enfrente y la conoces. Tu nombre queda en el libro.
vouch-yes = Sí, la conozco y está aquí
vouch-no = No
recoveries-title = Quién pide volver
recoveries-lead = Alguien dice haber perdido cómo entrar. Si dice ser tú y no lo eres, o si sabes que no es esa persona, dilo: el enlace deja de servir.
recoveries-none = Nadie lo ha pedido.
recoveries-asked = Lo pidió el { $moment }
recoveries-deny = No es esa persona
notice-recovery-asked = Alguien pide volver a entrar como tú. Si no fuiste tú, dilo.
notice-recovery-opens = Dos integrantes avalaron a quien pide volver a entrar. En un día podrá hacerlo. Si no es quien dice, dilo ahora.
notice-recovery-used = Volviste a entrar con el aval de dos integrantes. Haz códigos impresos nuevos en tu cuenta.
done-vouched = Gracias. Tu voz quedó en el libro.
done-recovered-people = Ya estás dentro. Haz ahora tus códigos impresos nuevos: los de antes no sirven.
done-recovery-denied = Anotado: ese enlace ya no abre nada.
log-member-ask-recovery = pidió volver a entrar, diciendo ser integrante
log-member-vouch = avaló a alguien
log-member-deny-recovery = dijo que quien pedía volver no era esa persona
log-member-use-recovery = volvió con el aval de dos integrantes
me-vouches = { $count ->
    [one] Una persona a la que avalaste
   *[other] { $count } personas a las que avalaste
}
me-recoveries = { $count ->
    [one] Una vez que alguien pidió entrar como tú
   *[other] { $count } veces que alguien pidió entrar como tú
}
