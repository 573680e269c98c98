/** Reads the chunks of INSTREAM: a length of four octets, that many octets, until a length of zero. */
export class StreamFrames {
  private waiting: Buffer = Buffer.alloc(0);
  private readonly kept: Buffer[] = [];
  private left = 0;
  size = 0;
  isWhole = false;

  constructor(private readonly most: number) {}

  get isTooLong(): boolean {
    return this.size > this.most;
  }

  get bytes(): Buffer {
    return Buffer.concat(this.kept);
  }

  take(bytes: Buffer): void {
    let rest = this.waiting.length > 0 ? Buffer.concat([this.waiting, bytes]) : bytes;
    this.waiting = Buffer.alloc(0);
    while (rest.length > 0 && !this.isWhole && !this.isTooLong) {
      if (this.left === 0) {
        if (rest.length < 4) {
          this.waiting = rest;
          return;
        }
        this.left = rest.readUInt32BE(0);
        this.isWhole = this.left === 0;
        this.size += this.left;
        rest = rest.subarray(4);
        continue;
      }
      const piece = rest.subarray(0, this.left);
      this.kept.push(piece);
      this.left -= piece.length;
      rest = rest.subarray(piece.length);
    }
  }
}
