/** One column of a row group, written as the file's next chunk. */

import type { ColumnChunk, SchemaElement } from 'hyparquet'
import { ByteWriter, type ParquetWriter } from 'hyparquet-writer'
import { writePageHeader } from 'hyparquet-writer/src/datapage.js'
import { writeRleBitPackedHybrid } from 'hyparquet-writer/src/encoding.js'
import type { ChunkStatistics } from 'hyparquet-writer/src/types.js'
import type { Encoded } from './encode.ts'

/** Appends its pages, and says where they are and what is in them. */
export function appendChunk(
  { writer, codec, compressors }: ParquetWriter,
  { name, type }: SchemaElement,
  encoded: Encoded,
): ColumnChunk {
  if (!type) throw new TypeError(`Write column ${name}: expected a type, found none`)
  const small = (bytes: Uint8Array) => compressors[codec]?.(bytes) ?? bytes
  const begun = writer.offset
  let unpacked = 0
  const { dictionary, encoding } = encoded
  if (dictionary) unpacked += appendDictionary(writer, dictionary, small)
  const data = writer.offset
  unpacked += appendData(writer, encoded, small)
  return {
    file_offset: BigInt(begun),
    meta_data: {
      type,
      encodings: dictionary ? ['PLAIN', encoding] : [encoding],
      path_in_schema: [name],
      codec,
      num_values: BigInt(encoded.levels.length),
      total_compressed_size: BigInt(writer.offset - begun),
      total_uncompressed_size: BigInt(unpacked),
      data_page_offset: BigInt(data),
      ...(dictionary ? { dictionary_page_offset: BigInt(begun) } : {}),
      statistics: statisticsOf(encoded),
      encoding_stats: [
        ...(dictionary
          ? [{ page_type: 'DICTIONARY_PAGE' as const, encoding: 'PLAIN' as const, count: 1 }]
          : []),
        { page_type: 'DATA_PAGE_V2', encoding, count: 1 },
      ],
    },
  }
}

type Writer = ParquetWriter['writer']
type Smaller = (bytes: Uint8Array) => Uint8Array

function appendDictionary(
  writer: Writer,
  { bytes, count }: NonNullable<Encoded['dictionary']>,
  small: Smaller,
): number {
  const packed = small(bytes)
  const begun = writer.offset
  writePageHeader(writer, {
    type: 'DICTIONARY_PAGE',
    uncompressed_page_size: bytes.length,
    compressed_page_size: packed.length,
    dictionary_page_header: { num_values: count, encoding: 'PLAIN' },
  })
  const header = writer.offset - begun
  writer.appendBytes(packed)
  return header + bytes.length
}

function appendData(
  writer: Writer,
  { page, encoding, levels, nulls }: Encoded,
  small: Smaller,
): number {
  const levelWriter = new ByteWriter()
  writeRleBitPackedHybrid(levelWriter, levels, 1)
  const packed = small(page)
  const begun = writer.offset
  writePageHeader(writer, {
    type: 'DATA_PAGE_V2',
    uncompressed_page_size: levelWriter.offset + page.length,
    compressed_page_size: levelWriter.offset + packed.length,
    data_page_header_v2: {
      num_values: levels.length,
      num_nulls: nulls,
      num_rows: levels.length,
      encoding,
      definition_levels_byte_length: levelWriter.offset,
      repetition_levels_byte_length: 0,
      is_compressed: true,
    },
  })
  const header = writer.offset - begun
  writer.appendBytes(levelWriter.getBytes())
  writer.appendBytes(packed)
  return header + levelWriter.offset + page.length
}

function statisticsOf({ bounds: { min, max, nans }, nulls }: Encoded): ChunkStatistics {
  return {
    null_count: BigInt(nulls),
    ...(min === undefined || max === undefined ? {} : { min_value: min, max_value: max }),
    ...(nans === undefined ? {} : { nan_count: BigInt(nans) }),
  }
}
