/** A question Polygon refuses with 400; the message is its `error`. */

export class PolygonRefusal extends Error {
  override readonly name = 'PolygonRefusal'
}
