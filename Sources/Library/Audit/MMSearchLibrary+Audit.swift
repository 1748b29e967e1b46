internal import Encoders
internal import Ranking
internal import Storage
internal import SystemPackage

extension MMSearchLibrary {
  /// Ranks the items by what may be wrong with them, as the first model sees their pictures.
  ///
  /// Throws: `LibraryError` for a library without pictures and for a field that divides them into no
  /// classes, `StorageError` for a field that no item has.
  public func audit(_ request: AuditRequest) throws -> AuditReport {
    let space = try pictureSpace()
    let neighborhoods = space.neighborhoods(count: LabelAudit.neighborCount)
    let duplicates = try duplicates(DuplicateRequest())
    return try store.read { transaction in
      let findings = FindingList(space: space, transaction: transaction, count: request.count)
      var sections: [AuditSection] = []
      if let field = request.field {
        let audit = LabelAudit(space: space, neighborhoods: neighborhoods, field: field)
        sections.append(try labels(audit.run(transaction), findings))
      }
      sections.append(try titles(space, findings))
      sections.append(try outliers(OutlierAudit(neighborhoods: neighborhoods), findings))
      sections.append(placeholders(duplicates, count: request.count))
      sections.append(copies(duplicates, count: request.count))
      return AuditReport(
        modelName: model.name, items: space.items.count,
        sections: sections.filter { !$0.findings.isEmpty })
    }
  }

  private func labels(
    _ outcome: LabelAudit.Outcome, _ findings: FindingList
  ) throws -> AuditSection {
    let ranked = outcome.verdicts.sorted { a, b in
      (a.verdict.probability, b.verdict.suggestedProbability, a.place)
        < (b.verdict.probability, a.verdict.suggestedProbability, b.place)
    }
    var section = try findings.section(
      .label,
      ranked.map { place, verdict in
        FindingList.Entry(
          place: place, isFlagged: verdict.isSuspect,
          evidence: .label(
            given: outcome.names[verdict.given], probability: verdict.probability,
            suggested: outcome.names[verdict.suggested],
            suggestedProbability: verdict.suggestedProbability))
      })
    section.labels = outcome.summary
    return section
  }

  private func titles(_ space: PictureSpace, _ findings: FindingList) throws -> AuditSection {
    let ranked = TitleAudit(space: space).shares()
      .sorted { a, b in (b.share, a.place) < (a.share, b.place) }
    return try findings.section(
      .title,
      ranked.map { place, share in
        FindingList.Entry(
          place: place, isFlagged: TitleAudit.isSuspect(share), evidence: .title(share: share))
      })
  }

  /// Pictures unlike others; what is rare is no mistake, so that none is flagged.
  private func outliers(_ audit: OutlierAudit, _ findings: FindingList) throws -> AuditSection {
    let ranked = audit.isolations()
      .sorted { a, b in (b.deviations, a.place) < (a.deviations, b.place) }
    return try findings.section(
      .outlier,
      ranked.map { isolation in
        FindingList.Entry(
          place: isolation.place, isFlagged: false,
          evidence: .outlier(
            similarity: isolation.similarity, deviations: isolation.deviations))
      })
  }
}

extension MMSearchLibrary {
  /// Items that show what many different products show; all of them are flagged.
  private func placeholders(_ report: DuplicateReport, count: Int) -> AuditSection {
    let findings = report.placeholders.map { placeholder in
      AuditFinding(
        id: placeholder.picture.id, path: placeholder.picture.path,
        title: placeholder.picture.title, isFlagged: true,
        evidence: .placeholder(products: placeholder.products))
    }
    return AuditSection(
      kind: .placeholder, judged: report.pictures,
      flagged: report.placeholders.flatMap(\.ids), findings: Array(findings.prefix(count)))
  }

  /// Items of which there is a better copy; one too many is no mistake, so that none is flagged.
  private func copies(_ report: DuplicateReport, count: Int) -> AuditSection {
    let findings = report.groups.flatMap { group in
      group.others.map { copy, likeness in
        AuditFinding(
          id: copy.id, path: copy.path, title: copy.title, isFlagged: false,
          evidence: .duplicate(of: group.kept.id, likeness: likeness))
      }
    }
    return AuditSection(
      kind: .duplicate, judged: report.pictures, flagged: [],
      findings: Array(findings.prefix(count)))
  }
}

/// Turns places of the space into findings that name their items.
struct FindingList {
  /// What was found at a place.
  struct Entry {
    let place: Int
    let isFlagged: Bool
    let evidence: AuditFinding.Evidence
  }

  let space: PictureSpace
  let transaction: ReadTransaction
  let count: Int

  /// A section of entries that are ranked already.
  func section(_ kind: AuditSection.Kind, _ entries: [Entry]) throws -> AuditSection {
    let flagged = try entries.filter(\.isFlagged).compactMap { entry in
      try transaction.items(ids: [space.items[entry.place]]).first?.key
    }
    return AuditSection(
      kind: kind, judged: entries.count, flagged: flagged,
      findings: try entries.prefix(count).compactMap(finding))
  }

  private func finding(_ entry: Entry) throws -> AuditFinding? {
    let row = space.items[entry.place]
    guard let item = try transaction.items(ids: [row]).first else { return nil }
    return AuditFinding(
      id: item.key, path: try transaction.primaryImagePaths(of: [row])[row]?.string,
      title: item.title, isFlagged: entry.isFlagged, evidence: entry.evidence)
  }
}
