//! Where a relative path leads.

/// The place `target` leads to from the file at `from`, both with `/`; none outside the house.
pub(super) fn beside(from: &str, target: &str) -> Option<String> {
    let mut folders: Vec<&str> = from.split('/').collect();
    folders.pop();
    for step in target.split('/') {
        match step {
            "." | "" => {}
            ".." => drop(folders.pop()?),
            step => folders.push(step),
        }
    }
    Some(folders.join("/"))
}

#[cfg(test)]
mod tests {
    use super::beside;

    #[test]
    fn a_path_is_followed_up_and_down() {
        for (target, place) in [
            ("./b.ts", Some("ui/src/b.ts")),
            ("../c/d.ts", Some("ui/c/d.ts")),
            ("../../e", Some("e")),
            ("../../../f", None),
        ] {
            assert_eq!(beside("ui/src/a.ts", target).as_deref(), place, "{target}");
        }
    }
}
