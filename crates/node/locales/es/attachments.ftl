# SPDX-FileCopyrightText: Tequio contributors
# SPDX-License-Identifier: AGPL-3.0-or-later

files-heading = Imágenes y archivos
files-title = Imágenes y archivos
files-manage = Imágenes y archivos
files-none = Todavía no hay ninguno.
files-full = Ya no cabe otro archivo aquí. Quita alguno que ya no haga falta.
file-add = Agregar uno
file-send = Agregar
file-describe = Describir
file-describe-again = Cambiar la descripción
file-describe-title = ¿Qué se ve?
file-describe-please = Descríbela para quien no la ve: son dos renglones.
file-no-alt = todavía sin descripción
file-undescribed = Imagen «{ $name }», todavía sin descripción
file-remove = Quitar
file-remove-title = Quitar un archivo
file-remove-what = Se destruye su llave y aquí ya nadie podrá abrirlo. Quien lo haya bajado se queda con su copia; un respaldo de antes lo pierde al restaurarse con la lista de lo borrado.
file-remove-do = Quitarlo
file-what-happens = Qué pasa con lo que subes
file-what-happens-text = Las imágenes JPEG, PNG, WebP y GIF se hacen de nuevo: el lugar, el aparato y la fecha que guardan las cámaras se quedan fuera, y de una animación queda el primer cuadro. Los demás archivos se guardan como están, con todo lo que traigan dentro, como el nombre de quien los escribió; revísalos antes de subirlos. Lo ve quien puede ver la publicación.
field-file = Archivo
field-file-help = Una imagen, un PDF o lo que haga falta, de hasta { $limit } MB.
field-file-none = Elige un archivo.
field-file-too-large = Pesa demasiado: caben { $limit } MB. Hazlo más chico (por ejemplo, comparte la foto en tamaño mediano) y vuelve a elegirlo.
field-file-too-many-pixels = La imagen es demasiado grande: caben { $limit } millones de puntos. Hazla más chica y vuelve a elegirla.
field-file-unknown-picture = No pudimos leer esta imagen, y sin leerla no podemos quitarle el lugar y los datos de la cámara. Guárdala como JPEG o PNG y vuelve a elegirla.
field-file-too-many = Ya hay { $limit } archivos aquí. Quita alguno que ya no haga falta y vuelve a intentarlo.
field-file-no-room = Los archivos de la comunidad ya ocupan todo su espacio. Quiten algunos que ya no hagan falta, aquí o en otras publicaciones.
field-alt = Qué se ve en la imagen
field-alt-help = Para quien no la ve o no le carga: «Cartel azul: Instalatón de Trisquel, sábado 10:00». Si no es una imagen, puedes decir qué es.
