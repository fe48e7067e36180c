//! Answers as people read them: one line a value, lists numbered by nothing but their lines.

use serde_json::Value;

/// A JSON answer as indented lines.
pub(crate) fn plain(value: &Value) -> String {
    let mut text = String::new();
    match value {
        Value::Object(fields) => fields.iter().for_each(|(name, value)| line(&mut text, 0, name, value)),
        Value::Array(items) if items.is_empty() => text.push_str("none\n"),
        Value::Array(items) => items.iter().for_each(|item| text.push_str(&format!("{}\n", one_line(item)))),
        other => text.push_str(&format!("{}\n", one_line(other))),
    }
    text
}

fn line(text: &mut String, depth: usize, name: &str, value: &Value) {
    let indent = "  ".repeat(depth);
    match value {
        Value::Array(items) => {
            text.push_str(&format!("{indent}{name}: {}\n", items.len()));
            for item in items {
                text.push_str(&format!("{indent}  {}\n", one_line(item)));
            }
        }
        Value::Object(fields) => {
            text.push_str(&format!("{indent}{name}\n"));
            fields.iter().for_each(|(name, value)| line(text, depth + 1, name, value));
        }
        other => text.push_str(&format!("{indent}{name}: {}\n", one_line(other))),
    }
}

fn one_line(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => "-".to_owned(),
        Value::Object(fields) => {
            let parts: Vec<_> =
                fields.iter().map(|(name, value)| format!("{name} {}", one_line(value))).collect();
            parts.join(", ")
        }
        Value::Array(items) => items.iter().map(one_line).collect::<Vec<_>>().join(" "),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::plain;

    #[test]
    fn every_value_has_its_line() {
        let value =
            json!({"number": "a", "events": [{"kind": "missing", "date": null}], "term": {"open": true}});
        assert_eq!(plain(&value), "events: 1\n  date -, kind missing\nnumber: a\nterm\n  open: true\n");
        assert_eq!(plain(&json!([])), "none\n");
    }
}
