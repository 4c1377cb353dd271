# Ten prompts in a row without a press: the person who made the schedule is asked once, privately, and each answer acts.
strict
at 2026-11-22 12:00 Europe/Berlin
server "Harbour" with #general, #daily
expect #general: Hello
jo may manage server
person sam is "Sam"
jo in #daily: /schedule set zone:Europe/Berlin days:daily
expect jo sees: is new and posts in #daily
expect #daily: I'm Clarion
at 2026-11-23 09:00
expect #daily: our suggestion
sam in #daily clicks "Two sides"
expect sam sees: Managing is right when
at 2026-12-03 09:00
expect #daily: our suggestion
expect #daily: our suggestion
expect #daily: our suggestion
expect #daily: our suggestion
expect #daily: our suggestion
expect #daily: our suggestion
expect #daily: our suggestion
expect #daily: our suggestion
expect #daily: our suggestion
expect #daily: our suggestion
expect jo gets nothing
at 2026-12-04 09:00
expect #daily: our suggestion
expect jo gets: In Harbour, no button was pressed under the last ten prompts of daily in #daily. Reading and talking need no button, so all may be well.
expect buttons "Mondays and Thursdays", "Another time", "Stop the prompts", "Leave it as it is", "No more private messages"
expect nobody pinged

jo clicks "Another time"
expect jo gets edited: daily posts at 09:00. Which time would suit better?
jo chooses "At 10:00" in "At what time?"
expect jo gets edited: daily now posts at 10:00. The next one comes tomorrow at 10:00
jo in #daily: /schedule show
expect jo sees: daily 10:00
next day 10:00
expect #daily: our suggestion
jo: /schedule pause
expect jo sees: daily is paused
