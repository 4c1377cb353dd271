# Two people at once: whoever opened the panel first does not undo unseen what the other has started.
strict
at 2026-11-23 08:00 Europe/Berlin
server "Harbour" with #general, #daily
the server has no system channel
jo may manage server
mira may manage server

mira in #daily: /setup zone:America/New_York
expect mira sees: America/New_York
2 minutes pass
jo in #daily: /setup zone:Europe/Berlin
expect jo sees: Europe/Berlin
jo clicks "Start"
expect jo sees: First one today at 09:00
expect #daily: I'll post a prompt here
5 minutes pass
mira clicks "Start"
expect mira sees: Jo set me up while your panel was open … weekdays 09:00 · Europe/Berlin
expect nobody pinged
at 09:00
expect #daily: our suggestion

# On the new panel it is hers to change.
mira clicks "Start"
expect mira sees: posted already … tomorrow at 09:00
