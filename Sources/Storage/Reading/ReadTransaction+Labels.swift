extension ReadTransaction {
  /// The whole value of a field as a label: each value once, as one of its items writes it, and for each
  /// item that is not offline the place of its value.
  ///
  /// Values are alike as filters see them, whatever their case. Throws `unknownField` for a field that no
  /// item ever had.
  public func labels(
    field: String
  ) throws(StorageError) -> (names: [String], ofItems: [Int64: Int]) {
    let reference = try reference(field)
    let offline = Set(try rows(Connection.offlineItems))
    var places: [String: Int] = [:]
    var first: [(value: String, item: Int64)] = []
    var labels: [Int64: Int] = [:]
    try forEachValue(reference, roles: "0, 1") { value, item in
      guard !value.isEmpty, !offline.contains(item) else { return }
      let place = places[value] ?? first.count
      if place == first.count {
        places[value] = place
        first.append((value, item))
      }
      labels[item] = place
    }
    var names: [String] = []
    for (value, item) in first {
      names.append(try written(value, field: reference, item: item))
    }
    return (names, labels)
  }
}
