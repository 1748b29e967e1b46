/// Dates of the Gregorian calendar in UTC, from seconds since 1970.
enum CalendarDate {
  /// `2026-11-21T09:40:00Z`.
  static func iso8601(secondsSince1970 seconds: Int64) -> String {
    let time = seconds - floorDivide(seconds, 86_400) * 86_400
    let clock = [time / 3600, time / 60 % 60, time % 60].map { padded($0, 2) }
    return day(secondsSince1970: seconds) + "T" + clock.joined(separator: ":") + "Z"
  }

  /// `2026-11-21`.
  ///
  /// Counts in years that begin in March, so that leap days end them (H. Hinnant, "chrono-Compatible
  /// Low-Level Date Algorithms", `civil_from_days`).
  static func day(secondsSince1970 seconds: Int64) -> String {
    let shifted = floorDivide(seconds, 86_400) + 719_468
    let era = floorDivide(shifted, 146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
  }

  /// The first second of a day written as 2026-11-21; nil for what is no day.
  ///
  /// The inverse of ``day(secondsSince1970:)`` (`days_from_civil` of the same source).
  static func secondsSince1970(day: String) -> Int64? {
    let parts = day.split(separator: "-", omittingEmptySubsequences: false)
    guard day.utf8.count == 10, parts.count == 3, let year = Int64(parts[0]),
      let month = Int64(parts[1]),
      let dayOfMonth = Int64(parts[2])
    else { return nil }
    let shiftedYear = month <= 2 ? year - 1 : year
    let era = floorDivide(shiftedYear, 400)
    let yearOfEra = shiftedYear - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + dayOfMonth - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    let seconds = (era * 146_097 + dayOfEra - 719_468) * 86_400
    // What is out of range is written back as another day.
    return self.day(secondsSince1970: seconds) == day ? seconds : nil
  }

  private static func floorDivide(_ dividend: Int64, _ divisor: Int64) -> Int64 {
    let (quotient, remainder) = dividend.quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? quotient - 1 : quotient
  }

  private static func padded(_ number: Int64, _ digits: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }
}
