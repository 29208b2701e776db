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
safekeeping-how-text = Cuatro pasos en la terminal, una sola vez los dos primeros:
safekeeping-how-key = Cada persona que va a cuidar respaldos hace su llave, en su propia computadora:
safekeeping-how-daily = El nodo guarda uno cada día, en una carpeta o en una memoria USB cuando está puesta:
safekeeping-how-drill = De vez en cuando, cada quien prueba el suyo en su computadora; el código que muestra se le da después al nodo:
safekeeping-how-receipt = En el nodo, para que esta página diga cuándo fue:
