import type { CameraSeen } from '../../main/domain/diagnosis.ts'

const pictureMsMax = 2500
/** Mean brightness of a picture below which it is black: a covered lens shows noise of 1 to 8, of 255. */
const blackMax = 10

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

const brightness = (video: HTMLVideoElement): number | undefined => {
  if (video.videoWidth === 0) return undefined
  const canvas = new OffscreenCanvas(64, 48)
  const context = canvas.getContext('2d')
  if (context === null) return undefined
  context.drawImage(video, 0, 0, 64, 48)
  const { data } = context.getImageData(0, 0, 64, 48)
  let sum = 0
  for (let at = 0; at < data.length; at += 4)
    sum += ((data[at] ?? 0) + (data[at + 1] ?? 0) + (data[at + 2] ?? 0)) / 3
  return (sum * 4) / data.length
}

/** Cameras begin dark and find the light in their first second: black is what stays black. */
const seesSomething = async (stream: MediaStream): Promise<boolean> => {
  const video = document.createElement('video')
  video.muted = true
  video.srcObject = stream
  await video.play()
  for (let waited = 0; waited < pictureMsMax; waited += 100) {
    if ((brightness(video) ?? 0) > blackMax) return true
    await pause(100)
  }
  return false
}

/**
 * Looks through the camera for a moment, and lets go of it. Nobody is asked for leave because of it: while the browser
 * would have to ask, it says nothing (`undefined`).
 */
export const lookThroughCamera = async (): Promise<CameraSeen | undefined> => {
  if (!('mediaDevices' in navigator)) return 'none'
  const devices = await navigator.mediaDevices.enumerateDevices()
  if (!devices.some(({ kind }) => kind === 'videoinput')) return 'none'
  const leave = await navigator.permissions.query({ name: 'camera' }).catch(() => undefined)
  if (leave?.state === 'denied') return 'denied'
  if (leave?.state === 'prompt') return undefined
  let stream: MediaStream | undefined
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: true, audio: false })
    return (await seesSomething(stream)) ? 'well' : 'black'
  } catch (fault) {
    const name = fault instanceof DOMException ? fault.name : ''
    if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied'
    return name === 'NotFoundError' ? 'none' : 'busy'
  } finally {
    for (const track of stream?.getTracks() ?? []) track.stop()
  }
}
