/** The till cannot open for a reason outside of it. The message is for a person and says what to do. */
export class StartFault extends Error {
  override readonly name = 'StartFault'
}
