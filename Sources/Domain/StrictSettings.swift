// An unknown feature name in Package.swift is accepted in silence, so the settings that this house relies on are
// checked where every target must pass.

#if !hasFeature(ExistentialAny)
#error("build with the upcoming feature ExistentialAny")
#endif
#if !hasFeature(InternalImportsByDefault)
#error("build with the upcoming feature InternalImportsByDefault")
#endif
#if !hasFeature(MemberImportVisibility)
#error("build with the upcoming feature MemberImportVisibility")
#endif
#if !hasFeature(NonisolatedNonsendingByDefault)
#error("build with the upcoming feature NonisolatedNonsendingByDefault")
#endif
#if !hasFeature(InferIsolatedConformances)
#error("build with the upcoming feature InferIsolatedConformances")
#endif
