package import Profiles

extension Mount.Offer {
  /// The kinds of artifact that it can deliver, the likeliest first.
  package var kinds: [ArtifactForm.Kind] {
    switch self {
    case .token: [.json, .token, .text]
    case .sso: [.url, .form]
    case .tickets: [.url, .form, .html]
    }
  }

  /// The profile's first form of these kinds, those of the likeliest kind before others; nil where none
  /// is.
  package func artifact(of profile: Profile) -> ArtifactForm? {
    for kind in kinds {
      if let form = profile.artifacts.first(where: { $0.kind == kind }) { return form }
    }
    return nil
  }
}

extension Mount {
  /// The artifact form that an offer delivers: the one that was chosen; else the profile's first that is of
  /// the offer's kinds, those of the likeliest kind before others. Nil where the one that was chosen is
  /// not there or of another kind, or none fits.
  package func artifact(for offer: Offer, of profile: Profile) -> ArtifactForm? {
    if let artifact {
      let form = profile.artifacts.first { $0.name.utf8.elementsEqual(artifact.utf8) }
      return form.flatMap { offer.kinds.contains($0.kind) ? $0 : nil }
    }
    return offer.artifact(of: profile)
  }
}
