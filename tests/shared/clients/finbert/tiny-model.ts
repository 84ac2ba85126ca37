/** A model of ONNX in a few bytes: each piece has its weights for three classes, and a text their sum. */

const varint = (value: number): number[] =>
  value < 128 ? [value] : [(value & 127) | 128, ...varint(Math.floor(value / 128))]
const number = (field: number, value: number): number[] => [...varint(field * 8), ...varint(value)]
const bytes = (field: number, value: readonly number[]): number[] => [
  ...varint(field * 8 + 2),
  ...varint(value.length),
  ...value,
]
const text = (field: number, value: string): number[] => bytes(field, [...Buffer.from(value)])

const INT64 = 7
const FLOAT = 1

/** `input_ids` [1, n] → Gather of rows → sum over n → `logits` [1, 3]. */
export function tinyModel(weights: readonly (readonly number[])[]): Buffer {
  const table = [
    ...number(1, weights.length),
    ...number(1, 3),
    ...number(2, FLOAT),
    ...text(8, 'weights'),
    ...bytes(9, [...Buffer.from(Float32Array.from(weights.flat()).buffer)]),
  ]
  const axes = [
    ...number(1, 1),
    ...number(2, INT64),
    ...text(8, 'axes'),
    ...bytes(9, [1, 0, 0, 0, 0, 0, 0, 0]),
  ]
  const gather = [
    ...text(1, 'weights'),
    ...text(1, 'input_ids'),
    ...text(2, 'rows'),
    ...text(4, 'Gather'),
  ]
  const keep = [...text(1, 'keepdims'), ...number(3, 0), ...number(20, 2)]
  const sum = [
    ...text(1, 'rows'),
    ...text(1, 'axes'),
    ...text(2, 'logits'),
    ...text(4, 'ReduceSum'),
    ...bytes(5, keep),
  ]
  const graph = [
    ...bytes(1, gather),
    ...bytes(1, sum),
    ...text(2, 'tiny'),
    ...bytes(5, table),
    ...bytes(5, axes),
    ...bytes(11, valueOf('input_ids', INT64, [1, 'n'])),
    ...bytes(12, valueOf('logits', FLOAT, [1, 3])),
  ]
  return Buffer.from([
    ...number(1, 8),
    ...bytes(7, graph),
    ...bytes(8, [...text(1, ''), ...number(2, 13)]),
  ])
}

function valueOf(name: string, type: number, dims: readonly (number | string)[]): number[] {
  const shape = dims.flatMap((dim) =>
    bytes(1, typeof dim === 'number' ? number(1, dim) : text(2, dim)),
  )
  const tensor = [...number(1, type), ...bytes(2, shape)]
  return [...text(1, name), ...bytes(2, bytes(1, tensor))]
}
