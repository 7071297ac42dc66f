# cvpalette in a container, for Docker, Podman and Buildah:
#
#     docker build -t cvpalette .
#     docker run --rm -v "$PWD:/data" cvpalette photo.jpg
#
# docs/install.md says more, such as how to write files.

FROM docker.io/library/python:3.13-slim AS build
# Extras of the package, such as [heic,raw].
ARG EXTRAS=""
RUN pip install --no-cache-dir --disable-pip-version-check uv==0.13.9
WORKDIR /source
COPY pyproject.toml README.md LICENSE ./
COPY cvpalette cvpalette
# OpenCV without windows is the same module `cv2`, 35 MB smaller, and needs no library of a desktop. An override whose
# condition is never true takes the other one out of the dependencies.
RUN echo "opencv-python; python_version < '3'" > override.txt \
    && uv venv --no-project /opt/cvpalette \
    && uv pip install --no-cache --compile-bytecode --python /opt/cvpalette --override override.txt \
        ".$EXTRAS" opencv-python-headless

FROM docker.io/library/python:3.13-slim
LABEL org.opencontainers.image.title="cvpalette" \
    org.opencontainers.image.description="Find the colors of an image and write them in any format." \
    org.opencontainers.image.licenses="MIT"
COPY --from=build /opt/cvpalette /opt/cvpalette
ENV PATH="/opt/cvpalette/bin:$PATH" PYTHONDONTWRITEBYTECODE=1
# The number of the first user of most systems, so that files in /data are theirs.
USER 1000:1000
WORKDIR /data
ENTRYPOINT ["cvpalette"]
CMD ["--help"]
