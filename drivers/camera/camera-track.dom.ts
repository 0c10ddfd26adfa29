/** What newer browsers know about cameras and TypeScript's types do not yet (W3C, MediaStream Image Capture). */
interface LampAndLens {
  readonly torch?: boolean
  readonly focusMode?: readonly string[]
}

const abilitiesOf = (track: MediaStreamTrack): MediaTrackCapabilities & LampAndLens =>
  // Firefox has no such question.
  'getCapabilities' in track ? track.getCapabilities() : {}

/** Asks the camera for something it may refuse; whether it obeyed. */
const ask = async (track: MediaStreamTrack, wish: object): Promise<boolean> => {
  try {
    await track.applyConstraints(wish)
    return true
  } catch {
    return false
  }
}

/** Whether the camera has a lamp of its own. */
export const hasLight = (track: MediaStreamTrack): boolean => abilitiesOf(track).torch === true
export const setLight = (track: MediaStreamTrack, on: boolean): Promise<boolean> =>
  ask(track, { advanced: [{ torch: on }] })

/** Lets the lens follow by itself, where it can: a phone is never held at the same distance twice. */
export const keepInFocus = async (track: MediaStreamTrack): Promise<void> => {
  if (abilitiesOf(track).focusMode?.includes('continuous') === true)
    await ask(track, { advanced: [{ focusMode: 'continuous' }] })
}

/** So many pixels across, or the nearest that the camera has. */
export const setWidth = (track: MediaStreamTrack, width: number): Promise<boolean> =>
  ask(track, { width: { ideal: width }, height: { ideal: (width * 9) / 16 } })
export const widestOf = (track: MediaStreamTrack): number => abilitiesOf(track).width?.max ?? 0

/** A camera of this machine. The name is empty until the camera was allowed once. */
export interface CameraChoice {
  readonly id: string
  readonly name: string
}
export const listCameras = async (): Promise<readonly CameraChoice[]> =>
  (await navigator.mediaDevices.enumerateDevices())
    .filter(({ kind }) => kind === 'videoinput')
    .map(({ deviceId, label }) => ({ id: deviceId, name: label }))
/** The camera of this name, if the browser tells names: it does once a camera was allowed to the page. */
export const cameraNamed = async (name: string): Promise<string | undefined> =>
  (await listCameras()).find((camera) => camera.name === name)?.id
