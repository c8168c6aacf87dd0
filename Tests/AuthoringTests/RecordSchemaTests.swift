import Testing

@Suite struct RecordSchemaTests {}
