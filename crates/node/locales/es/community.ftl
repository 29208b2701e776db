# SPDX-FileCopyrightText: Tequio contributors
# SPDX-License-Identifier: AGPL-3.0-or-later

node-home-title = Comunidades de este nodo
node-home-lead = Un nodo de Tequio: aquí viven comunidades que aprenden, actúan, hacen y deciden juntas, sin nadie encima.
node-home-empty = Todavía no hay comunidades. Abre el enlace para fundar que apareció en la terminal al arrancar el programa.
found-title = Fundar una comunidad
found-lead = Son tres pasos en una sola página: la comunidad, sus textos y tú. Casi todo se puede cambiar después.
found-community = La comunidad
found-texts = Sus textos
found-texts-help = Ya tienen una buena versión de arranque. Léanla, ajústenla ahora o después: cada versión se guarda.
found-you = Tú
found-mandate = Vas a coordinar los primeros 90 días. Desde el día 60, las demás personas te confirman o eligen a alguien más.
found-button = Fundar la comunidad
home-next = Lo que sigue
home-next-empty = No hay nada por venir todavía. ¿Qué hacemos este sábado?
home-whole-agenda = Ver toda la agenda
home-who = Quiénes somos
home-read-founding = Leer el texto fundador
home-join = Quiero unirme
steps-title = Primeros pasos
steps-done = listo
steps-invite = Invita a tu gente
steps-publish = Publica la actividad del sábado
steps-protect = Protege tu cuenta con un segundo paso
steps-protect-by = Como coordinas, te lo pediremos desde el { $day }. Toma dos minutos.
steps-backup = Guarda el primer respaldo: en la terminal del nodo,
steps-backup-how = cómo
steps-backup-help = Si el nodo lo cuida alguien más, pídeselo.
about-title = Quiénes somos
about-edit = Cambiar cómo nos presentamos
about-founded = Fundada el
about-members = Integrantes
care-contact = A quién acudir
care-read-privacy = Leer el aviso de privacidad completo
document-founding = Texto fundador
document-pact = Pacto
document-privacy = Aviso de privacidad
document-version = Versión { $version }: ver todas
document-version-of = Versión { $version }, del { $day }
document-changes = Qué cambió en la versión { $version }
document-to-accept = Versión { $version }: qué cambió
document-edit-help = Al guardar queda una versión nueva; las anteriores se pueden seguir leyendo, y a cada integrante se le pide aceptarla.
field-required = Falta llenar esto.
field-too-long = Es muy largo: caben { $limit } caracteres.
field-community-name = Nombre de la comunidad
field-handle = Nombre corto para su dirección
field-handle-help = Letras minúsculas, números y guiones, como colsoli-etla. No se puede cambiar después. Si lo dejas vacío, lo sacamos del nombre.
field-handle-shape = Usa de 3 a 30 letras minúsculas sin acento, números o guiones, empezando con letra.
field-handle-reserved = Ese nombre está reservado. Elige otro.
field-handle-taken = Ya hay una comunidad con ese nombre corto en este nodo. Elige otro.
field-municipality = Municipio
field-languages = Idiomas
field-languages-help = Por su nombre o su código, separados por comas, el principal primero: español, zapoteco, náhuatl, nhn…
field-language-tags = No conocemos alguno de estos idiomas. Escríbelos por su nombre, como español, náhuatl o zapoteco, o por su código (nhn), separados por comas.
field-main-language = Idioma principal
field-other-languages = Otras lenguas de la comunidad
field-other-languages-help = Si las hay, separadas por comas: zapoteco, náhuatl, mixteco, maya… También vale su código, como nhn.
field-zone = Zona horaria
field-time-zone = No conocemos esa zona horaria. Elige una de la lista.
field-joining = Cómo se entra
field-joining-request = Por invitación, o pidiéndolo
field-joining-vouching = Por invitación, o con dos integrantes que te conozcan y lo digan
field-joining-invitation = Solo por invitación
field-care-contact = A quién acudir si algo no está bien
field-care-contact-help = Un rol y cómo hablarle: «Comisión de cuidados, los sábados en el taller». Aparece en páginas públicas: mejor no pongas datos de una sola persona.
field-text = Texto
field-markdown-help = Puedes usar Markdown: **negritas**, listas con guiones y [enlaces](https://…).
default-founding =
    Somos una comunidad local de software libre. Aprendemos, compartimos y trabajamos juntas y juntos para que la tecnología esté al servicio de las personas.

    - Usamos, estudiamos, desarrollamos y defendemos el software libre.
    - Tomamos decisiones entre todas las personas, buscando entender a fondo y sin prisas.
    - El trabajo compartido, el tequio, es de la comunidad y para la comunidad.
    - El conocimiento crece cuando se comparte.
default-pact =
    Así nos tratamos aquí:

    1. Con respeto y empatía: las preguntas son bienvenidas y nadie nació sabiendo.
    2. Sin discriminación ni acoso, de ningún tipo, ni en persona ni en línea.
    3. Cuidamos la privacidad: nadie publica fotos ni datos de otra persona sin su permiso.
    4. Hablamos de las ideas, no en contra de las personas.
    5. Si algo te incomoda o te lastima, acude a quien cuida: te va a escuchar y no se cuenta sin tu permiso.

    Vamos a escuchar a quien no cumpla el pacto; la comunidad puede pedirle reparar, hacer una pausa o irse.
default-privacy =
    Qué guardamos de ti y para qué:

    - **Tu nombre**, el que tú elijas: para que las demás personas integrantes sepan con quién hablan. No se muestra a quien no es integrante.
    - **Lo que publicas y comentas**, y a qué actividades dijiste «Voy».
    - **Tu frase de acceso**, cifrada de tal modo que nadie la puede leer; y de tus llaves de acceso, si haces, la mitad pública, cómo las llamas y el último día que las usaste.
    - **Tus sesiones abiertas**: en qué navegador y desde cuándo; y una marca por la que reconocemos los navegadores en que ya entraste. No guardamos direcciones IP. En el registro de la computadora del nodo queda cuándo entró, salió o lo intentó una cuenta, por su número y sin su nombre.

    No pedimos correo ni teléfono. Si este nodo manda avisos por correo y tú das una dirección, la ves solo tú, se guarda cifrada con la llave del nodo y se borra cuando la quitas o te vas; las cartas pasan por servidores de correo. Si la comunidad se abre a la red, sus actividades públicas llegan a otros nodos, que guardan su copia; tu nombre no. Si reportas algo de la red, lo lee quien coordina, con tu nombre, hasta que lo cierra; fuera de la comunidad no va tu nombre. No usamos rastreadores ni servicios de terceros. En «Mis datos» puedes ver, descargar, corregir y borrar lo tuyo; al borrarlo se destruye la llave con que estaba cifrado en el libro de la comunidad. Quien opera la computadora del nodo podría leer lo que no está cifrado para personas concretas: pregunta quién es.
document-why-help = Una línea. Queda con la versión, y le llega a toda la comunidad en el aviso.

## El texto fundador
founding-text-title = El texto fundador, frase por frase
founding-text-lead = Tequio se hizo para servir a este texto del Capítulo Mexicano de Software Libre. Aquí está entero: junto a cada frase, la página que la sirve, o que todavía ninguna.
founding-text-count = { $served } de { $all } frases tienen ya dónde vivirse en este programa.
founding-text-not-yet = Aún no.
serves-source = El programa mismo: su código, para usarlo, estudiarlo, cambiarlo y compartirlo
serves-pact = El pacto, con los principios que cada integrante acepta
serves-agenda = La agenda: los talleres y círculos de aquí
serves-act = Actuar: lo que viene, y en qué se puede ayudar
serves-privacy = El aviso de privacidad: qué se guarda, quién lo ve y qué puedes pedir
serves-autonomous = Cada comunidad tiene su propio texto, sus llaves y su libro; quien cuida la máquina no manda en ella
serves-decide = Decidir: en colectivo, y con lo que cada quien objetó a la vista
serves-freedom = Las mesas de instalación: se recibe cada equipo, se acompaña y se entrega con un sistema libre
serves-link = Enlazar: a quién sigue la comunidad en otros nodos, y quién la sigue, sin nadie arriba
serves-care = Cuidar: el pacto, y a quién acudir
serves-consequences = Lo que se delibera dice sus consecuencias antes de quedar firme, y se revisa después
serves-search = La memoria: todo lo que se publicó y se acordó, para encontrarlo
serves-classes = Los tiempos mínimos de cada clase de decisión, que ningún cargo acorta, y la pregunta de si el texto se entiende
serves-review = Cualquier integrante puede pedir que un acuerdo se revise antes de su fecha

## Lo nuevo
home-news = Lo nuevo en todos los cuartos
news-title = Lo nuevo
news-feed = Para seguirlo en un lector de noticias (Atom)
news-own-feed = el tuyo, con lo que solo ven integrantes
news-nothing = Todavía no hay nada publicado.
