public import ArgumentParser
public import Library
public import Ranking
public import Tuning

// Values of options; help and completions list their cases.
extension SearchMode: ExpressibleByArgument {}
extension IndexKind: ExpressibleByArgument {}
extension ResultGrouping: ExpressibleByArgument {}
extension RankFusion: ExpressibleByArgument {}
extension CompressionSummary.Codes: ExpressibleByArgument {}
extension EvaluationDirection: ExpressibleByArgument {}
extension HeadKind: ExpressibleByArgument {}
extension LabelLoss: ExpressibleByArgument {}
extension TripletMining: ExpressibleByArgument {}
extension MapRequest.Layout: ExpressibleByArgument {}
extension ExportFormat: ExpressibleByArgument {}
