# What the preview shows is what is posted, and looking at it changes nothing.
strict
at 2026-11-23 08:00 Europe/Berlin
server "Harbour" with #daily
jo may manage server
expect #daily: Hello
jo: /schedule set zone:Europe/Berlin
expect jo sees: is new
expect #daily: I'm Clarion
jo: /schedule preview
expect jo sees: the next prompt here
jo: /schedule preview
expect jo sees: the next prompt here
