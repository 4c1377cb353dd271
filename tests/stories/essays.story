# Five essays, one screen each, and the way between a prompt, its contrast and the essays behind them.
strict
at 2026-11-23 08:58 Europe/Berlin
server "Harbour" with #general, #daily, #news
jo may manage server
the server has no system channel
jo in #daily: /schedule set zone:Europe/Berlin theme:Recognition
expect jo sees: is new and posts in #daily
expect #daily: I'm Clarion

mira: /essays
expect mira sees: The essay on legacy … It argues … It concedes … It quarrels … Our question … From it come … Contrasts: People
expect buttons "On commitment", "On the horizon", "On growing others", "On creating value", "Share here"
expect #general nothing
mira clicks "On growing others"
expect mira sees: The essay on growing others … Practices: 
mira chooses "Safety to try" in "See a contrast that comes from it"
expect mira sees: Safety to try … Managing … Leading
expect buttons "Next contrast", "Share here", "The essay on growing others", "The essay on creating value"
mira clicks "The essay on creating value"
expect mira sees: The essay on creating value … It argues

# From a prompt to its contrast, and on to the essay that it draws on. After a restart too.
at 09:00
expect #daily: drawn from
new-hire in #daily clicks "Two sides"
expect new-hire sees: Managing is right when
restart
new-hire clicks "The essay on growing others"
expect new-hire sees: The essay on growing others … It argues

# Shared, it stands there for all; whoever turns its pages turns them for themselves.
mira: /essays which:commitment share:true
expect #general: The essay on commitment … It argues
expect buttons "On legacy", "On the horizon", "On growing others", "On creating value"
expect nobody pinged
new-hire in #general clicks "On the horizon"
expect new-hire sees: The essay on the horizon
expect #general nothing
mira chooses "Example" in "See a contrast that comes from it"
expect mira sees: Example … Managing is right when
expect #general nothing
new-hire clicks "Share here"
expect #general: The essay on the horizon
expect nobody pinged

# Where members only read, nobody makes the bot speak for them.
everyone may not "Send Messages" in #news
mira in #news: /essays share:true
expect mira sees: can read this channel but not write in it
mira in #news: /essays which:horizon
expect mira sees: The essay on the horizon
mira clicks "Share here"
expect mira sees: can read this channel but not write in it
expect #news nothing
