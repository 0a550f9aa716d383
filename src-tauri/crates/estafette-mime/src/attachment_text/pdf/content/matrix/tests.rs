use super::Matrix;

/// Whether two lengths on a page are the same.
fn same(one: f64, other: f64) -> bool {
    (one - other).abs() < 1e-9
}

#[test]
fn a_place_inside_a_place_is_moved_turned_and_enlarged() {
    let (right, up) =
        Matrix::moving(3.0, 4.0).inside(Matrix([2.0, 0.0, 0.0, 2.0, 10.0, 20.0])).distance(Matrix::IDENTITY.origin());
    assert!(same(right, 16.0) && same(up, 28.0), "{right} {up}");
    let turned = Matrix([0.0, 1.0, -1.0, 0.0, 0.0, 0.0]);
    assert_eq!(Matrix::moving(3.0, 4.0).inside(turned).origin(), Matrix::moving(-4.0, 3.0).origin());
    assert_eq!(turned.inside(Matrix::IDENTITY), turned);
    assert_eq!(Matrix::IDENTITY.inside(turned), turned);
}

#[test]
fn the_height_is_that_of_a_unit_whichever_way_it_points() {
    assert!(same(Matrix::IDENTITY.height(), 1.0));
    assert!(same(Matrix([1.0, 0.0, 3.0, 4.0, 0.0, 0.0]).height(), 5.0));
    assert!(same(Matrix([1.0, 0.0, 0.0, -2.0, 0.0, 0.0]).height(), 2.0));
}

#[test]
fn a_distance_is_along_the_line_and_away_from_it() {
    let from = Matrix::moving(10.0, 10.0).origin();
    let (along, across) = Matrix::moving(13.0, 8.0).distance(from);
    assert!(same(along, 3.0) && same(across, 2.0));
    let (along, across) = Matrix([0.0, 5.0, -5.0, 0.0, 8.0, 13.0]).distance(from);
    assert!(same(along, 3.0) && same(across, 2.0), "upwards, and enlarged: {along} {across}");
    let (along, _) = Matrix([-1.0, 0.0, 0.0, 1.0, 13.0, 10.0]).distance(from);
    assert!(same(along, -3.0), "to the left");
    let (along, across) = Matrix([0.0; 6]).distance(from);
    assert!(same(along, 0.0) && same(across, 0.0), "no direction at all");
}
