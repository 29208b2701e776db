# SPDX-FileCopyrightText: Tequio contributors
# SPDX-License-Identifier: AGPL-3.0-or-later

files-heading = Pictures and files
files-title = Pictures and files
files-manage = Pictures and files
files-none = There are none yet.
files-full = No more files fit here. Remove one that is not needed any more.
file-add = Add one
file-send = Add
file-describe = Describe
file-describe-again = Change the description
file-describe-title = What is to be seen?
file-describe-please = Describe it for who cannot see it: two lines will do.
file-no-alt = not described yet
file-undescribed = Picture “{ $name }”, not described yet
file-remove = Remove
file-remove-title = Remove a file
file-remove-what = Its key is destroyed and nobody can open it here any more. Whoever downloaded it keeps their copy; an older backup loses it when it is restored with the list of what was erased.
file-remove-do = Remove it
file-what-happens = What happens to what you upload
file-what-happens-text = Pictures in JPEG, PNG, WebP and GIF are made anew: the place, device and date that cameras write are left out, and of an animation the first frame stays. Other files are kept as they are, with all that is inside, such as the name of who wrote them; look before you upload them. Whoever can see the entry can see them.
field-file = File
field-file-help = A picture, a PDF or whatever is needed, of up to { $limit } MB.
field-file-none = Choose a file.
field-file-too-large = It is too large: { $limit } MB fit. Make it smaller (for example, share the photo in medium size) and choose it again.
field-file-too-many-pixels = The picture is too large: { $limit } million pixels fit. Make it smaller and choose it again.
field-file-unknown-picture = We could not read this picture, and without that we cannot take out the place and the camera’s data. Save it as JPEG or PNG and choose it again.
field-file-too-many = There are { $limit } files here already. Remove one that is not needed any more and try again.
field-file-no-room = The community’s files take all of their room. Remove some that are not needed any more, here or in other entries.
field-alt = What is to be seen in the picture
field-alt-help = For who cannot see it or cannot load it: “Blue poster: install fest, Saturday at ten”. If it is no picture, you may say what it is.
