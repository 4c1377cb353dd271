//! docs/privacy.md, held against the schema.

/// A table more is said in docs/privacy.md, with what it holds.
#[test]
fn the_page_for_operators_names_every_table() {
    let here = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = std::fs::read_to_string(here.join("docs/privacy.md")).unwrap();
    let mut tables = 0;
    for file in std::fs::read_dir(here.join("src/store/migrations")).unwrap() {
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
        for table in text.split("CREATE TABLE ").skip(1) {
            let name = table.split([' ', '(']).next().unwrap();
            // What a step of a migration puts down for its next one.
            if text.contains(&format!("DROP TABLE {name};")) {
                continue;
            }
            assert!(page.contains(&format!("`{name}`")), "{name} is not in docs/privacy.md");
            tables += 1;
        }
    }
    assert!(tables > 25, "the schema is not read any more");
}

#[test]
fn the_page_for_operators_names_every_column_of_a_person() {
    let here = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = std::fs::read_to_string(here.join("docs/privacy.md")).unwrap();
    let row = page.split("A row of `person`, column by column:").nth(1).unwrap().split("\n\n").next().unwrap();
    let mut columns = vec!["id".to_owned(), "guild_id".to_owned(), "user_id".to_owned()];
    for file in std::fs::read_dir(here.join("src/store/migrations")).unwrap() {
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
        let added = text.split("ALTER TABLE person ADD COLUMN ").skip(1);
        columns.extend(added.map(|column| column.split_whitespace().next().unwrap().to_owned()));
    }
    assert!(columns.len() >= 18, "the schema is not read any more");
    for column in columns {
        assert!(row.contains(&format!("`{column}`")), "{column} of person is not in docs/privacy.md");
    }
}
