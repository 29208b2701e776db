# SPDX-FileCopyrightText: Tequio contributors
# SPDX-License-Identifier: AGPL-3.0-or-later

## Resguardo
safekeeping-title = Resguardo
safekeeping-state-none = Todavía no hay ningún respaldo de este nodo. Si la computadora se pierde o se descompone, se pierde todo.
safekeeping-state-failed = El último intento de hacer un respaldo no salió bien. Avísale a quien cuida el nodo.
safekeeping-state-unproven = Hay un respaldo, pero nadie ha probado que se pueda restaurar. Un respaldo vale lo que regresa de él.
safekeeping-state-old = Hace más de una semana que ningún respaldo nuevo pasa la prueba de restaurarse. Avísale a quien cuida el nodo.
safekeeping-state-good = Bien guardado: el respaldo se restauró completo en una prueba, y todo coincide con lo que dice el libro.
safekeeping-same-disk = Los respaldos están en el mismo disco que los datos: si se descompone, se pierden juntos. Hace falta otro lugar, como una memoria USB.
safekeeping-why-room = No hay lugar en el disco.
safekeeping-why-made = No se pudo escribir.
safekeeping-why-whole = Se escribió, pero no regresa completo.
safekeeping-made = Último respaldo
safekeeping-verified = Última vez que uno se restauró y se encontró completo
safekeeping-opened = Última vez que alguien lo abrió con su propia llave
safekeeping-never = Nunca
safekeeping-custodians = Personas cuya llave lo abre
safekeeping-places = Dónde se guarda
safekeeping-places-there = { $count ->
    [one] Un lugar
   *[other] { $count } lugares
}; ahora { $there ->
    [0] ninguno está conectado
    [one] uno está conectado
   *[other] { $there } están conectados
}
safekeeping-free = Espacio libre en el disco
safekeeping-free-of = { $free }; con menos de { $reserve } el nodo solo lee, para que nada se quede a medias
safekeeping-certificate = El certificado de { $host } vale hasta
safekeeping-certificate-none = Todavía no hay
safekeeping-certificate-failed = No se pudo renovar el certificado de { $host }: si se vence, los navegadores dirán que la conexión no es segura. Avísale a quien cuida el nodo.
safekeeping-renewal-unreached = No se alcanzó a la autoridad que lo da; el nodo lo intenta otra vez.
safekeeping-renewal-refused = La autoridad no lo dio: ese nombre tiene que llevar hasta este nodo, por el puerto 443. El nodo lo intenta otra vez.
safekeeping-renewal-files = No se puede leer o guardar su archivo.
safekeeping-means = Qué quiere decir
safekeeping-means-text = El respaldo va cifrado: solo lo abre quien tiene una de las llaves, y ninguna está en el nodo. Cada día, al terminarlo, el nodo lo lee de regreso, lo restaura aparte y compara todo con el libro; para eso usa una llave que vive un momento en la memoria y se destruye. Que las llaves de las personas también abren, lo dice la prueba que hace cada quien.
safekeeping-one-custodian = Solo una persona tiene llave. Si la pierde, nadie abre los respaldos: conviene que sean dos.
safekeeping-passkeys = { $count ->
    [one] Una persona entra
   *[other] { $count } personas entran
} con llaves de acceso que abren solo en { $host }. Si esa dirección va a cambiar, avisen antes: después se entra con la frase, y cada quien hace otra llave.
safekeeping-erased = Los respaldos diarios se guardan cinco semanas. Lo que alguien borra hoy deja de estar en el último de ellos después de ese tiempo, y al restaurar uno de antes se vuelve a borrar.
safekeeping-how = Para quien cuida el nodo
safekeeping-how-text = Estos pasos en la terminal; los tres primeros, una sola vez:
safekeeping-how-key = Cada persona que va a cuidar respaldos hace su llave, en su propia computadora:
safekeeping-how-daily = El nodo guarda uno cada día, en una carpeta o en una memoria USB cuando está puesta:
safekeeping-how-drill = De vez en cuando, cada quien prueba el suyo en su computadora; el código que muestra se le da después al nodo:
safekeeping-how-receipt = En el nodo, para que esta página diga cuándo fue:

## Repisas
shelves-title = Repisas para otras comunidades
shelves-lead = Aquí puede guardar sus respaldos una comunidad amiga, y ustedes en su nodo. Van cifrados para la gente de allá: de este lado solo se sabe cuánto pesan y qué día llegaron.
shelves-keep = Cuidar las repisas
shelves-none = Todavía no hay ninguna repisa. Haz una y pásale su enlace a quien cuida el otro nodo.
shelves-late = Hace más de una semana que no llega nada
shelves-taken = Cuánto está ocupado
shelves-taken-of = { $taken } de { $gigabytes } GB
shelves-files = { $count ->
    [0] Ningún respaldo
    [one] Un respaldo
   *[other] { $count } respaldos
}
shelves-last = lo último llegó el { $moment }
shelves-empty = no ha llegado nada desde que se hizo, el { $day }
shelves-link = El enlace de la repisa
shelves-link-help = Pásaselo a quien cuida el otro nodo por un medio en el que confíen: quien lo tiene puede guardar ahí y traer lo que hay. Cópialo ahora, porque no se vuelve a mostrar. Allá se usa así:
shelves-link-of = Su enlace es del { $day }
shelves-renew = Hacer otro enlace
shelves-close = Cerrar
shelves-new = Una repisa nueva
shelves-name = Para qué comunidad
shelves-name-help = Como la conocen ustedes. Lo ven quienes son parte de la comunidad.
shelves-gigabytes = Cuánto le cabe, en GB
shelves-gigabytes-help = El disco de este nodo es de todas: con poco espacio libre no se recibe nada, aunque quepa en la repisa.
shelves-make = Hacer la repisa
shelves-means = Qué quiere decir
shelves-means-text = Lo que llega se queda como llegó: con el enlace nadie puede borrarlo, ni cambiarlo después de un día. Se guardan los respaldos de la última semana y uno por semana de las cuatro anteriores. Si haces otro enlace, el de antes deja de abrir. Estos archivos no entran en los respaldos de este nodo.
shelves-close-title = ¿Cerrar esta repisa?
shelves-close-what = Todo lo que hay en ella se borra y no se puede traer de regreso. Avísale antes a quien cuida el otro nodo, para que tenga otro lugar.
shelves-close-do = Cerrarla y borrar lo que hay
shelf-title = Una repisa para tus respaldos
shelf-lead = Esto está guardado aquí para tu comunidad, cifrado: solo lo abre quien tiene una de sus llaves. Quien tiene esta dirección puede traerlo; no se la des a nadie más.
shelf-room = Caben todavía { $room }.
shelf-empty = Todavía no ha llegado ningún respaldo.
shelf-how = Probar uno o traerlo de regreso
shelf-how-text = En una computadora con Tequio, tequio drill y tequio restore aceptan la dirección de esta página en lugar de un archivo: toman el más nuevo, o el que nombres después de una diagonal.
safekeeping-friend = En el nodo amigo { $host }
safekeeping-sending = En camino: { $sent } de { $size }
safekeeping-why-away = No se llega al nodo amigo, o la conexión se quedó sin avanzar.
safekeeping-why-untrusted = El nodo amigo muestra un certificado que no vale, así que no se le manda nada.
safekeeping-why-closed = La repisa en el nodo amigo está cerrada o tiene otro enlace: pídele uno nuevo a quien lo cuida.
safekeeping-why-full = La repisa en el nodo amigo está llena: pide que le quepa más.
safekeeping-how-friend = O en el nodo de una comunidad amiga, que da un enlace para eso:

## Mudarse a otro nodo
move-title = Mudanza a otro nodo
move-go = Ir allá
move-see = Ver qué viaja y qué no
move-lead = La comunidad es de quienes la hacen, no de la máquina donde vive: puede irse entera a otro nodo, sin pedirle permiso a nadie. Cuando se va, aquí ya no se cambia nada en ella; así no hay dos verdades.
move-announced = La comunidad se va a mudar
move-codes-left = { $count ->
    [one] Te queda un código impreso. Con él entras allá: tenlo a la mano.
   *[other] Te quedan { $count } códigos impresos. Con uno entras allá: tenlos a la mano.
}
move-codes-none = No tienes códigos impresos, y con uno entras allá. Hazlos antes de que se vaya.
move-codes-make = Hacer códigos nuevos
move-call-off = Ya no nos mudamos
move-travels = Qué viaja
move-travels-log = Todo lo que pasó en la comunidad: su registro completo, firmado, con sus llaves.
move-travels-words = Nombres, mensajes, acuerdos, asambleas, cargos, agenda y listas. Lo que se borró sigue borrado.
move-travels-files = Los archivos e imágenes.
move-travels-waiting = Lo que está en curso: plazos, votaciones abiertas con sus boletas, recordatorios.
move-travels-codes = Los códigos impresos de cada quien, y qué avisos ya vio.
move-stays = Qué no viaja
move-stays-ways-in = Frases de paso, llaves de acceso, segundos factores y sesiones: son de este nodo. Cada quien entra allá con un código impreso, o con dos personas que respondan por ella.
move-stays-letters = Direcciones de correo: cada quien vuelve a dar la suya, si quiere.
move-stays-tokens = Llaves de programas.
move-stays-backups = Los respaldos de este nodo y las repisas para otros.
move-network-host = Su dirección propia, { $host }, se va con ella: quien la sigue desde otros nodos no nota nada cuando esa dirección lleva al nodo nuevo.
move-network = Su dirección cambia. A quien la sigue desde otros nodos se le dice a quién seguir, y aquí queda un letrero que lleva a la dirección nueva.
move-say = Decir a dónde va
move-to = Su dirección allá
move-to-help = La de su portada en el nodo nuevo, por ejemplo https://otro.example/@etla. Se les avisa a todas las personas.
move-announce = Avisar que nos mudamos
move-how = Cómo se hace
move-how-key = Quien cuida el nodo nuevo hace una llave y da la parte pública:
move-how-pack = Quien cuida este nodo empaca la comunidad para esa llave. Desde ese momento aquí ya nada cambia:
move-how-unpack = Quien cuida el nodo nuevo la desempaca:
move-how-back = Si no resultó, quien cuida este nodo la deja seguir aquí. Nunca en dos lugares:
done-move-announced = Avisado. Que cada quien tenga sus códigos impresos a la mano.
done-move-called-off = La comunidad se queda.
notice-move-announced = La comunidad se va a mudar a otro nodo: ten a la mano tus códigos impresos
notice-move-called-off = La comunidad ya no se muda
notice-move-settled = La comunidad llegó a este nodo y sigue aquí
log-community-announce-move = avisó que la comunidad se muda a otro nodo
log-community-call-off-move = avisó que la comunidad ya no se muda
log-community-leave = empacó la comunidad para llevarla a otro nodo
log-community-settle = dejó que la comunidad siga en este nodo
