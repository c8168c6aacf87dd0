extension Profile {
  /// Finds what a path names: `claim`, `claim.member`, `inputs.NAME`, `parameters.NAME`; nil where
  /// the profile has nothing of that name.
  package func reference(_ path: String) -> Reference? {
    names.reference(path)
  }

  /// What a reference names, without the members inside it.
  package func property(_ reference: Reference) -> Property { names.property(reference) }

  private var names: Names {
    var names = Names(documents: [])
    names.parameters = parameters
    names.inputs = inputs
    names.claims = claims
    return names
  }
}
