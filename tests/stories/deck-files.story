# The deck as a file, out and in: taken as a whole or not at all, and nothing twice.
strict
at 2026-11-23 08:00 Europe/Berlin
server "Harbour" with #general
the server has no system channel
jo may manage server

jo: /deck export format:csv
expect jo sees: The deck is empty so far. deck.csv shows what one looks like
expect file "deck.csv": title,question,step,minutes\n"Quiet work"
jo: /deck import file:deck.csv
expect jo sees: 1 new prompt is in the deck, which holds 1 prompt now.
jo: /deck import file:deck.csv
expect jo sees: Nothing new: the deck holds 1 prompt.\nLeft out, since a prompt with the same question was there already: row 2.

# A table as a spreadsheet writes it, a formula in it.
file "ours.CSV" holds: Title;Question;Step;Minutes\n=2+3;Who added up?;Ask them.;4\n-5 degrees;Who kept warm?;Ask them.;\n
jo: /deck import file:ours.CSV
expect jo sees: 2 new prompts are in the deck, which holds 3 prompts now.
jo: /deck export format:csv
expect jo sees: The deck, 3 prompts.
expect file "deck.csv": "'=2+3","Who added up?","Ask them.",4\n"'-5 degrees"
jo: /deck import file:deck.csv
expect jo sees: Nothing new: the deck holds 3 prompts.
jo: /deck export format:toml
expect jo sees: The deck, 3 prompts.
expect file "deck.toml": [[prompt]]\ntitle = "=2+3"
jo: /deck import file:deck.toml
expect jo sees: Nothing new: the deck holds 3 prompts.

# Every fault is told with its place, and nothing of the file is kept.
file "faults.toml" holds: [[prompt]]\ntitle = "A"\nquestion = "Why?"\nstep = "Look."\n[[prompt]]\ntitle = 5\nquestion = "\{300 q}?"\nstep = "Look."\nminutes = 12\n
jo: /deck import file:faults.toml
expect jo sees: That file has 3 faults, so nothing was changed. … line 5: the question has 301 characters, and 280 are the most … line 5: the minutes are a whole number from 1 to 9 … line 6: 'title' takes a text in quotation marks
expect no files
file "many.csv" holds: title,question,step\n,,x\n,,x\n,,x\n,,x\n,,x\n,,x\n,,x\n,,x\n
jo: /deck import file:many.csv
expect jo sees: That file has 16 faults, so nothing was changed. … row 2: the title has no letter in it … The file below names all of them
expect file "faults.txt": row 9: the question has no letter in it
file "deck.xlsx" holds 400 bytes of rubbish
jo: /deck import file:deck.xlsx
expect jo sees: I read files that end in .csv or .toml
file "rubbish.csv" holds 4000 bytes of rubbish
jo: /deck import file:rubbish.csv
expect jo sees: nothing was changed
file "huge.csv" holds 9000000 bytes of rubbish
jo: /deck import file:huge.csv
expect jo sees: larger than I read: 8 MB at most
jo: /deck list
expect jo sees: 3 prompts
