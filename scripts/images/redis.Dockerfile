# Four layers, as the story of docs/ tells them: base system, package tools, redis-server, redis.conf.
# The packages lie in the base image, since a build without a network can not fetch them; each step removes what it used.
FROM debian:base
ENV DEBIAN_FRONTEND=noninteractive
RUN dpkg --install /var/cache/apt/archives/tools/*.deb && rm -r /var/cache/apt/archives/tools
RUN dpkg --install /var/cache/apt/archives/redis/*.deb && rm -r /var/cache/apt/archives/redis \
 && mkdir /data && chown redis:redis /data
COPY redis.conf /usr/local/etc/redis/redis.conf
LABEL org.opencontainers.image.title=redis
EXPOSE 6379
STOPSIGNAL SIGTERM
CMD ["redis-server", "/usr/local/etc/redis/redis.conf"]
