package import Profiles

extension Mount.Offer {
  /// The kinds of artifact that it can deliver, by how likely they are what is meant; of kinds that are as
  /// likely the profile's order decides.
  private var choices: [Set<ArtifactForm.Kind>] {
    switch self {
    case .token: [[.json], [.token], [.text]]
    // Both sign a browser in; whether the token may stand in an address the profile knows best.
    case .sso: [[.url, .form]]
    case .tickets: [[.url, .form], [.html]]
    }
  }

  /// The kinds of artifact that it can deliver.
  package var kinds: [ArtifactForm.Kind] {
    ArtifactForm.Kind.allCases.filter { kind in choices.contains { $0.contains(kind) } }
  }

  /// The profile's first form of the likeliest kinds; nil where none fits.
  package func artifact(of profile: Profile) -> ArtifactForm? {
    for kinds in choices {
      if let form = profile.artifacts.first(where: { kinds.contains($0.kind) }) { return form }
    }
    return nil
  }
}

extension Mount {
  /// The artifact form that an offer delivers: the one that was chosen, else the profile's first that fits.
  /// Nil where the one that was chosen is not there or of another kind, or none fits.
  package func artifact(for offer: Offer, of profile: Profile) -> ArtifactForm? {
    if let artifact {
      let form = profile.artifacts.first { $0.name.utf8.elementsEqual(artifact.utf8) }
      return form.flatMap { offer.kinds.contains($0.kind) ? $0 : nil }
    }
    return offer.artifact(of: profile)
  }
}
