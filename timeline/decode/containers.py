"""Opens one local file and nothing else: known demuxers only, no second file, no address, refusals in words."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import av
from av.container import InputContainer

from timeline.errors import InputError, MediaError
from timeline.inputs import check_file

# Demuxers that read one self-contained file. Left out on purpose: playlists and scripts (concat, hls, dash, sdp, imf),
# devices, network protocols, formats that open neighbours (image2, vobsub), and those that read any text as pictures.
_VIDEO = (
    "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,mpegvideo,mxf,asf,asf_o,flv,live_flv,kux,ogg,rm,"
    "swf,gif,apng,dv,gxf,nut,nsv,nuv,wtv,dhav,ivf,obu,av1,h261,h263,h264,hevc,evc,vvc,m4v,mjpeg,mjpeg_2000,vc1,vc1test,"
    "cavsvideo,avs2,avs3,avs,dirac,dnxhd,apv,yuv4mpegpipe,lmlm4,lxf,mtv,mv,mvi,ty,vivo,pva,pmp,psxstr,smjpeg,smk,bink,"
    "flic,film_cpk,roq,rpl,rl2,sga,siff,str,thp,tmv,vmd,wc3movie,wsvqa,4xm,anm,bethsoftvid,bfi,bmv,c93,cdg,cdxl,"
    "cine,dfa,dsicin,dxa,ea,ea_cdata,filmstrip,frm,gdv,hnm,idcin,iff,ifv,ingenient,ipmovie,ipu,iv8,jv,jpegxl_anim,"
    "mca,mlv,mm,moflex,msnwctcp,mgsts,paf,pp_bnk,r3d,sdr2,ser,smush,tiertexseq,usm,vividas,webp,webp_anim,xa,xmv,yop,"
    "argo_brp,argo_cvg,simbiosis_imx,mods,luodat,hxvs,pdv,ivr"
)
_SOUND = (
    "mp3,aac,ac3,eac3,ac4,aiff,amr,ape,au,caf,dts,dtshd,flac,wav,w64,mlp,truehd,oma,mpc,mpc8,tta,tak,voc,wv,xwma,dsf,"
    "aax,adx,act,loas,qcp,sox,spdif,rso,iamf,qoa,gsm,aea,sbc,sln"
)
_STILL = (
    "bmp_pipe,cri_pipe,dds_pipe,dpx_pipe,exr_pipe,gem_pipe,gif_pipe,hdr_pipe,ico,j2k_pipe,jpeg_pipe,jpegls_pipe,"
    "jpegxl_pipe,jpegxs_pipe,pam_pipe,pbm_pipe,pcx_pipe,pfm_pipe,pgm_pipe,pgmyuv_pipe,pgx_pipe,phm_pipe,photocd_pipe,"
    "pictor_pipe,png_pipe,ppm_pipe,psd_pipe,qdraw_pipe,qoi_pipe,sgi_pipe,sunrast_pipe,svg_pipe,tiff_pipe,vbn_pipe,"
    "webp_pipe,xbm_pipe,xpm_pipe,xwd_pipe,brender_pix,alias_pix,fits"
)
_GENERATE_PTS = 0x0001  # AVFMT_FLAG_GENPTS
_WHITELIST = f"{_VIDEO},{_SOUND},{_STILL}"

# First bytes (blanks and a byte order mark skipped, lower case) of files that only name others.
_POINTERS = (
    (b"#extm3u", "an HLS or M3U playlist"),
    (b"ffconcat version", "a concat script"),
    (b"[playlist]", "a PLS playlist"),
    (b"<asx", "an ASX playlist"),
    (b"<?wpl", "a WPL playlist"),
    (b"<smil", "a SMIL playlist"),
    (b"v=0\r\n", "an SDP session description"),
    (b"v=0\n", "an SDP session description"),
    (b"rtsp://", "a network address"),
    (b"http://", "a network address"),
    (b"https://", "a network address"),
    (b"rtsptext", "a network address"),
    (b"[reference]", "a network address"),
    (b"smimref", "a network address"),
)
_XML_POINTERS = (
    (b"<mpd", "a DASH manifest"),
    (b"<smoothstreamingmedia", "a Smooth Streaming manifest"),
    (b"<compositionplaylist", "an IMF or DCP composition playlist"),
    (b"<assetmap", "an IMF or DCP asset map"),
    (b"xspf.org", "an XSPF playlist"),
    (b"<smil", "a SMIL playlist"),
    (b"<asx", "an ASX playlist"),
)


# Boxes that say why an ISO base media file does not open: one that is there, one that must not be, the words.
_MP4_MARKS = (
    (b"encv", b"\xffnone", "encrypted; give a file without copy protection"),
    (b"moof", b"moov", "a segment of a stream without the header that belongs before it; give the whole video"),
)
_STILL_BRANDS = frozenset({"heic", "heix", "heim", "heis", "mif1", "avif"})


def _refuse_second_file(url: str, flags: int, options: dict[str, str]) -> object:
    raise MediaError(f"the file points to another one ('{url}'), which is not opened; give a self-contained file")


def _what_is_it(head: bytes) -> str | None:
    """Say what a file is that cannot be opened, where its first bytes tell."""
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for start, words in _POINTERS:
        if text.startswith(start):
            return f"{words}, which names other files; give the video itself"
    if text.startswith(b"<"):
        for mark, words in _XML_POINTERS:
            if mark in text:
                return f"{words}, which names other files; give the video itself"
    for mark, missing, words in _MP4_MARKS:
        if mark in head and missing not in head:
            return words
    if b"\0" in head or sum(byte < 9 or 13 < byte < 27 for byte in head) > len(head) // 50:
        return None
    return "a text file, not a video"


def _refusal(name: str, head: bytes, error: Exception) -> MediaError:
    text = _what_is_it(head)
    if text:
        return MediaError(f"'{name}' is {text}")
    if isinstance(error, MediaError):
        return MediaError(f"'{name}': {error}")
    reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return MediaError(f"'{name}' is not a video that can be read ({reason}); it may be damaged, cut short or no video")


@contextmanager
def open_media(path: str | Path) -> Iterator[InputContainer]:
    """Open a local file for demuxing; no other file and no address is ever opened.

    Raises:
        MediaError: the file is missing, empty, a folder, a playlist, text, or no container that can be read.
    """
    name = str(path)
    check_file(name)
    try:
        file = io.FileIO(name)
    except OSError as error:
        raise MediaError(f"'{name}' cannot be read: {error.strerror or error}") from error
    with file:
        head = file.read(1 << 16)
        file.seek(0)
        # FFmpeg never learns the real name: none can be taken for an address, an option or a pattern. The file's own
        # methods are C functions, so that an interrupt is not raised inside FFmpeg, where it would be lost.
        file.name = "input"
        try:
            container = av.open(
                file,
                mode="r",
                container_options={"format_whitelist": _WHITELIST, "protocol_whitelist": "none"},
                metadata_errors="replace",
                buffer_size=1 << 17,
                io_open=_refuse_second_file,
            )
        except (av.FFmpegError, OSError, ValueError, RuntimeError, MediaError) as error:
            raise _refusal(name, head, error) from error
        with container:
            # PyAV asks FFmpeg to make up missing pts; the frames' own stamps are wanted, as ffprobe reads them.
            container.flags &= ~_GENERATE_PTS
            yield container


@contextmanager
def naming(path: str | Path) -> Iterator[None]:
    """Put the file's name before a refusal that speaks of it."""
    try:
        yield
    except InputError as error:
        raise type(error)(f"'{path}' cannot be inspected: {error}") from error


def is_still(container: InputContainer) -> bool:
    """Whether the container holds a single picture, as JPEG, PNG or HEIC do, and no video."""
    brand = container.metadata.get("major_brand", "").strip()
    single = all(stream.frames <= 1 for stream in container.streams.video)
    return container.format.name in _STILL.split(",") or (brand in _STILL_BRANDS and single)
