# A dead connection is noticed; what only an operator can mend ends the bot, and says why.
at 2026-11-23 08:58 Europe/Berlin
server "Harbour" with #general, #daily
zombie gateway
jo: /me
expect jo sees: What you gave
gateway refuses to resume
gateway drops
jo: /me
expect jo sees: What you gave
gateway closes with 4014
expect the bot stopped: a defect
restart
discord answers 401 to every request
restart
expect the bot stopped: does not accept the token
