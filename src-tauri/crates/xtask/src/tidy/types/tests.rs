use super::{House, check};

fn faults(path: &str, text: &str) -> usize {
    check(&House::of(&[(path, text)])).len()
}

#[test]
fn a_silenced_type_is_a_fault() {
    for code in ["let a: any;", "x as any", "new Map<any>()", "f(a!)", "rows[0]!.id", "const b = a!;", "// @ts-ignore"]
    {
        assert_eq!(faults("ui/src/api/a.ts", code), 1, "{code}");
    }
    assert_eq!(faults("ui/src/views/A.svelte", "<p>{row!.id}</p>"), 1);
}

#[test]
fn ordinary_code_passes() {
    for code in ["const many: unknown = x;", "if (!a) {}", "a !== b", "say(\"as any!\")", "// any: any"] {
        assert_eq!(faults("ui/src/api/a.ts", code), 0, "{code}");
    }
}
