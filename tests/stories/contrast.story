# Managing and leading side by side: by topic, by likeness, by what is new here, in private and shared.
strict
at 2026-11-23 10:00 Europe/Berlin
server "Harbour" with #general, #news
person mira
the server has no system channel

# The first letters are enough, and the whole map is offered to somebody who has typed nothing.
mira types /contrast topic:ris
expect mira is offered "Risk"
mira types /contrast topic:
expect mira is offered "People"

mira: /contrast topic:risk
expect mira sees: Risk … Managing … Leading … Managing is right when … Ask yourself … our suggestion … What the essay on legacy argues … What the essay on creating value argues … What Clarion suggests
expect buttons "Next contrast", "Share here", "The essay on legacy", "The essay on creating value"
expect #general nothing
mira clicks "Next contrast"
expect mira sees: Together
mira clicks "Share here"
expect #general: Together
expect buttons "Next contrast", "The essay on legacy"
expect nobody pinged

# Somebody else turns the page of what was shared: the page turns for them alone.
new-hire clicks "Next contrast"
expect new-hire sees: Growing leaders
expect #general nothing

# By its title, whatever the case; a slip of the finger is answered with what comes close.
new-hire: /contrast topic:growing leaders
expect new-hire sees: Growing leaders
new-hire: /contrast topic:rsik
expect new-hire sees: Close to it: risk
new-hire: /contrast topic:**@everyone** <@&1> xyzzy
expect new-hire sees: I have no contrast called
expect nobody pinged

# Without a topic: one that nobody here has seen yet.
new-hire: /contrast
expect new-hire sees: People
new-hire: /contrast
expect new-hire sees: Purpose

mira: /contrast topic:title share:true
expect #general: What the essay on commitment argues

# Where members only read, nobody makes the bot speak for them.
everyone may not "Send Messages" in #news
mira in #news: /contrast topic:risk share:true
expect mira sees: can read this channel but not write in it
mira in #news: /contrast topic:risk
expect mira sees: Managing is right when
mira clicks "Share here"
expect mira sees: can read this channel but not write in it
expect #news nothing
