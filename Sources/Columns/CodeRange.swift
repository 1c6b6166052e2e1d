extension UnsafePointer where Pointee: FixedWidthInteger {
  /// The smallest and largest number of the rows with a value; nil where no row has one.
  @inlinable @inline(__always)
  public func extremes(_ rows: Range<Int>, _ validity: Bitmap?) -> (low: Pointee, high: Pointee)? {
    var low = Pointee.max
    var high = Pointee.min
    var isEmpty = true
    if let validity {
      for row in rows where validity[row] {
        low = Swift.min(low, self[row])
        high = Swift.max(high, self[row])
        isEmpty = false
      }
    } else {
      for row in rows {
        low = Swift.min(low, self[row])
        high = Swift.max(high, self[row])
      }
      isEmpty = rows.isEmpty
    }
    return isEmpty ? nil : (low, high)
  }
}
