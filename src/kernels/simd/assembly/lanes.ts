/** Stores the first `count` (1 to 4) lanes: the end of a row whose channels are no multiple of four. */
export function storeLanes(address: usize, value: v128, count: i32): void {
  if (count >= 4) {
    v128.store(address, value);
    return;
  }
  f32.store(address, f32x4.extract_lane(value, 0));
  if (count > 1) f32.store(address, f32x4.extract_lane(value, 1), 4);
  if (count > 2) f32.store(address, f32x4.extract_lane(value, 2), 8);
}
