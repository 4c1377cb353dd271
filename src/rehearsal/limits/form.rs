//! What is wrong with which field, in the nested shape that Discord answers 50035 with (Reference, "Error Messages").

use serde_json::{Map, Value, json};

/// Faults of a request's body.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct FormErrors {
    faults: Vec<(Vec<String>, String, String)>,
}

impl FormErrors {
    /// Adds a fault at a path such as `["embeds", "0", "description"]`.
    pub fn add(&mut self, path: &[impl AsRef<str>], code: &str, words: impl Into<String>) {
        let path = path.iter().map(|step| step.as_ref().to_owned()).collect();
        self.faults.push((path, code.to_owned(), words.into()));
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.faults.is_empty()
    }

    /// `Err` where something is wrong.
    ///
    /// # Errors
    /// These faults.
    pub fn into_result(self) -> Result<(), Self> {
        if self.is_empty() { Ok(()) } else { Err(self) }
    }

    /// A line a fault: where it is and what is wrong.
    pub fn lines(&self) -> Vec<String> {
        self.faults.iter().map(|(path, _, words)| format!("{}: {words}", path.join("."))).collect()
    }

    /// The `errors` of Discord's body.
    pub fn into_value(self) -> Value {
        let mut root = Value::Object(Map::new());
        for (path, code, words) in self.faults {
            let mut place = &mut root;
            for step in path {
                place = &mut place[step];
            }
            if !place["_errors"].is_array() {
                place["_errors"] = json!([]);
            }
            if let Some(list) = place["_errors"].as_array_mut() {
                list.push(json!({ "code": code, "message": words }));
            }
        }
        root
    }
}

/// A place in a body while it is checked.
#[derive(Debug)]
pub(super) struct Place<'a> {
    pub value: &'a Value,
    pub path: Vec<String>,
}

impl<'a> Place<'a> {
    pub fn root(value: &'a Value) -> Self {
        Self { value, path: Vec::new() }
    }

    /// The field of that name, where it is given and not null.
    pub fn field(&self, name: &str) -> Option<Place<'a>> {
        let value = self.value.get(name).filter(|value| !value.is_null())?;
        Some(Place { value, path: self.step(name) })
    }

    pub fn step(&self, name: &str) -> Vec<String> {
        self.path.iter().cloned().chain([name.to_owned()]).collect()
    }

    /// The items of a list; a fault where it is not one.
    pub fn items(&self, errors: &mut FormErrors) -> Vec<Place<'a>> {
        let Some(list) = self.value.as_array() else {
            errors.add(&self.path, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType");
            return Vec::new();
        };
        let place = |(index, value)| Place { value, path: self.step(&format!("{index}")) };
        list.iter().enumerate().map(place).collect()
    }

    pub fn fault(&self, errors: &mut FormErrors, code: &str, words: impl Into<String>) {
        errors.add(&self.path, code, words);
    }

    /// A text of that length, in characters; a fault where it is none or another. Returns the text.
    pub fn text(&self, errors: &mut FormErrors, least: usize, most: usize) -> Option<&'a str> {
        let Some(text) = self.value.as_str() else {
            self.fault(errors, "STRING_TYPE_CONVERT", format!("Could not interpret \"{}\" as string.", self.value));
            return None;
        };
        self.length(errors, text.chars().count(), least, most);
        Some(text)
    }

    /// A fault where `found` is not within `least..=most`.
    pub fn length(&self, errors: &mut FormErrors, found: usize, least: usize, most: usize) {
        if found == 0 && least == 1 {
            self.fault(errors, "BASE_TYPE_REQUIRED", "This field is required");
        } else if found < least || (found > most && least > 0) {
            self.fault(errors, "BASE_TYPE_BAD_LENGTH", format!("Must be between {least} and {most} in length."));
        } else if found > most {
            self.fault(errors, "BASE_TYPE_MAX_LENGTH", format!("Must be {most} or fewer in length."));
        }
    }

    /// A whole number of that range; a fault where it is none or another.
    pub fn number(&self, errors: &mut FormErrors, least: i64, most: i64) -> Option<i64> {
        let number = self.value.as_i64().or_else(|| self.value.as_str().and_then(|text| text.parse().ok()));
        let Some(number) = number else {
            self.fault(errors, "NUMBER_TYPE_COERCE", format!("Value \"{}\" is not int.", self.value));
            return None;
        };
        if number > most {
            self.fault(errors, "NUMBER_TYPE_MAX", format!("int value should be less than or equal to {most}."));
        } else if number < least {
            self.fault(errors, "NUMBER_TYPE_MIN", format!("int value should be greater than or equal to {least}."));
        }
        Some(number)
    }

    /// A required text; see [`Place::text`].
    pub fn required_text(&self, name: &str, errors: &mut FormErrors, least: usize, most: usize) -> Option<&'a str> {
        match self.field(name) {
            Some(field) => field.text(errors, least, most),
            None => {
                errors.add(&self.step(name), "BASE_TYPE_REQUIRED", "This field is required");
                None
            }
        }
    }

    /// An optional text of at most that length.
    pub fn optional_text(&self, name: &str, errors: &mut FormErrors, most: usize) -> Option<&'a str> {
        self.field(name).and_then(|field| field.text(errors, 0, most))
    }

    /// An address that starts with one of the schemes.
    pub fn url(&self, errors: &mut FormErrors, schemes: &[&str]) {
        let Some(text) = self.text(errors, 0, super::URL) else { return };
        match text.split_once("://") {
            Some((scheme, rest)) if schemes.contains(&scheme) && !rest.is_empty() => {}
            Some((scheme, _)) if !schemes.contains(&scheme) => {
                let list = schemes.iter().map(|scheme| format!("'{scheme}'")).collect::<Vec<_>>().join(", ");
                let words = format!("Scheme \"{scheme}\" is not supported. Scheme must be one of ({list}).");
                self.fault(errors, "URL_TYPE_INVALID_SCHEME", words);
            }
            _ => self.fault(errors, "URL_TYPE_INVALID_URL", "Not a well formed URL."),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_nest_as_in_discords_documentation() {
        let mut form = FormErrors::default();
        form.add(&["access_token"], "BASE_TYPE_REQUIRED", "This field is required");
        form.add(&["activities", "0", "platform"], "BASE_TYPE_CHOICES", "Value must be one of ('desktop', 'ios').");
        let expected = json!({
            "access_token": { "_errors": [{ "code": "BASE_TYPE_REQUIRED", "message": "This field is required" }] },
            "activities": { "0": { "platform": { "_errors": [
                { "code": "BASE_TYPE_CHOICES", "message": "Value must be one of ('desktop', 'ios')." }
            ] } } },
        });
        assert_eq!(form.into_value(), expected);
    }
}
