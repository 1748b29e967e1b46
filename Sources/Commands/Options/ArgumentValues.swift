public import ArgumentParser
public import Library

// Values of options; help and completions list their cases.
extension SearchMode: ExpressibleByArgument {}
extension IndexKind: ExpressibleByArgument {}
